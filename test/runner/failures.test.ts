// Each way in which a notebook can fail is found, and told with notebook, cell and reason.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeCell, Folder, type Ran } from "./folder";

const fine: FakeCell = { steps: [{ stream: "fine\n" }] };
const error = { error: ["TypeError", "x is no function"] };
const raises = ["raises-exception"];

/** Name of the notebook, its cells, and what the runner must say of it. */
const failing: [string, FakeCell[], string][] = [
  ["raises", [fine, { steps: [error, { reply: "error" }] }], "code cell 2: FakeError: as asked"],
  ["silent-error", [{ steps: [error] }], "code cell 1: the cell shows an error though"],
  ["wordless-error", [{ steps: [{ reply: "error" }] }], "code cell 1: FakeError: as asked"],
  ["aborts", [{ steps: [{ reply: "aborted" }] }], "the kernel replied 'aborted'"],
  ["no-reply", [fine, { steps: [{ reply: null }] }], "code cell 2: no reply within 12"],
  ["not-idle", [{ steps: [{ idle: false }] }], "its output did not end within 8"],
  ["dies", [fine, { steps: [{ die: true }] }], "code cell 2: the kernel died"],
  ["raises-not", [{ steps: [], tags: raises }], "tagged raises-exception, but it raised nothing"],
  ["late", [{ steps: [{ late: "tick\n" }] }, fine], "output came after its cell had ended"],
];

describe("a failing notebook", () => {
  const folder = new Folder();
  const before = new Map<string, string>();
  let ran: Ran;

  beforeAll(async () => {
    for (const [name, cells] of failing) {
      folder.notebook(name, cells);
      before.set(name, folder.read(name));
    }
    folder.notebook("good", [fine, { steps: [error, { reply: "error" }], tags: raises }]);
    // Limits that the good notebook keeps on a busy machine too.
    ran = await folder.run("--timeout", "12", "--iopub-timeout", "8");
  });
  afterAll(() => folder.remove());

  it.each(failing)("%s is told with cell and reason", (name, _cells, message) => {
    const line = ran.output.split("\n").find((text) => text.startsWith(`✗ ${name}, code cell`));
    expect(line).toContain(message);
  });

  it.each(failing)("%s stays as it was", (name) => {
    expect(folder.read(name)).toBe(before.get(name));
  });

  it("does not keep the others from being run and saved", () => {
    expect(folder.read("good")).toContain("fine");
    expect(ran.output).toContain(`notebooks: 1 passed, ${failing.length} failed`);
    expect(ran.status).toBe(1);
  });

  it("tells a kernel that is not there, in one line", async () => {
    const { status, output } = await folder.run("--kernel", "absent", "good");
    expect(status).toBe(1);
    expect(output).toContain("there is no kernel 'absent': run `node setup.mjs`");
    expect(output).not.toContain("Traceback");
  });

  it("tells a name that no notebook has", async () => {
    const { status, output } = await folder.run("99");
    expect(status).toBe(1);
    expect(output).toContain("no notebook begins with '99'; there are: aborts, dies");
  });
});
