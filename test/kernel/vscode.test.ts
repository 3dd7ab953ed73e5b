// The kernel under VS Code's Jupyter extension, simulated: the messages it sends, with its options and in its order, and
// what its client asks of each message that comes back. After microsoft/vscode-jupyter (src/kernels/raw/session and
// src/kernels/execution) and @jupyterlab/services (kernel/validate), which it uses.
import { describe, expect, it } from "vitest";
import type { Arrived, Content, Run } from "./client";
import { sharedKernel } from "./shared-kernel";

/** Fields of iopub messages that its client wants, with their types. */
const FIELDS: { readonly [type: string]: { readonly [field: string]: string } } = {
  stream: { name: "string", text: "string" },
  display_data: { data: "object", metadata: "object" },
  update_display_data: { data: "object", metadata: "object", transient: "object" },
  execute_input: { code: "string", execution_count: "number" },
  execute_result: { execution_count: "number", data: "object", metadata: "object" },
  error: { ename: "string", evalue: "string", traceback: "object" },
  status: { execution_state: "string" },
  clear_output: { wait: "boolean" },
};
const HEADER = ["username", "version", "session", "msg_id", "msg_type"];

const kernel = sharedKernel();

function wellFormed({ type, header, content, metadata }: Arrived): void {
  for (const field of HEADER) expect(typeof header[field], `${type}: ${field}`).toBe("string");
  expect(typeof metadata, type).toBe("object");
  expect(FIELDS, type).toHaveProperty(type);
  for (const [field, kind] of Object.entries(FIELDS[type]!))
    expect(typeof content[field], `${type}: ${field}`).toBe(kind);
}

/** Sends a cell as VS Code does: errors do not stop what follows, questions are allowed, its address goes along. */
const send = (code: string) =>
  kernel().send(
    "shell",
    "execute_request",
    { code, silent: false, stop_on_error: false, allow_stdin: true, store_history: true },
    { cellId: "vscode-notebook-cell:/home/reader/try.ipynb#W0sZmlsZQ==" },
  );

async function cell(code: string): Promise<Run> {
  const run = await kernel().finish(await send(code));
  for (const message of run.messages) wellFormed(message);
  return run;
}

/** Code that the extension runs for itself, between the cells of the reader. */
const own = (code: string) =>
  kernel().execute(code, { stop_on_error: false, allow_stdin: true, store_history: false });

/** VS Code interrupts a kernel of interrupt mode "message" on the shell channel, and waits for the reply there. */
async function interrupt(): Promise<Content> {
  const id = await kernel().send("shell", "interrupt_request", {});
  const reply = await kernel().until(
    "interrupt_reply",
    (m) => m.parent === id && m.channel === "shell",
  );
  expect(reply.type).toBe("interrupt_reply");
  return reply.content;
}

describe.sequential("under VS Code", () => {
  it("starts: kernel_info, then the comms, both on the shell channel", async () => {
    const info = await kernel().request("shell", "kernel_info_request");
    for (const field of ["protocol_version", "implementation", "implementation_version", "banner"])
      expect(typeof info[field], field).toBe("string");
    expect(info.language_info).toMatchObject({ name: "typescript", file_extension: ".ts" });
    expect(await kernel().request("shell", "comm_info_request")).toEqual({
      status: "ok",
      comms: {},
    });
  });

  it("runs cells one after the other; a failed one does not stop those that wait", async () => {
    const run = await cell('const light = "on";\nconsole.log(light); light.length');
    expect(run.text()).toBe("on\n");
    expect(run.result).toBe("2");
    const ids = [await send('throw new RangeError("planned")'), await send("light + light")];
    const [failed, next] = await Promise.all(ids.map((id) => kernel().finish(id)));
    for (const message of failed!.messages) wellFormed(message);
    expect(failed!.error).toMatchObject({ ename: "RangeError", evalue: "planned" });
    expect(next!.result).toBe("'onon'");
  });

  it("shows figures, and updates them where they are", async () => {
    const run = await cell(`import { newDisplay } from "tslab";
const curve = newDisplay();
curve.svg("<svg xmlns='http://www.w3.org/2000/svg'/>");
curve.svg("<svg xmlns='http://www.w3.org/2000/svg' width='2'/>");`);
    const [shown, updated] = [run.of("display_data")[0]!, run.of("update_display_data")[0]!];
    expect(shown.data["image/svg+xml"]).toContain("<svg");
    expect(updated.transient.display_id).toBe(shown.transient.display_id);
  });

  it("counts the reader's cells only", async () => {
    const { execution_count: n } = (await cell("1")).reply;
    expect((await own("typeof light")).reply.status).toBe("ok");
    expect((await cell("2")).reply.execution_count).toBe(n + 1);
  });

  it("completes while one types, and helps where one points", async () => {
    const completed = await kernel().request("shell", "complete_request", {
      code: "light.toUpp",
      cursor_pos: 11,
    });
    expect(completed).toMatchObject({ status: "ok", cursor_start: 6, cursor_end: 11 });
    expect(completed.matches).toContain("toUpperCase");
    const help = await kernel().request("shell", "inspect_request", {
      code: "light.length",
      cursor_pos: 3,
      detail_level: 0,
    });
    expect(help).toMatchObject({ status: "ok", found: true });
    expect(help.data["text/plain"]).toContain("light");
  });

  it("knows in the interactive window whether a line is whole", async () => {
    const whole = (code: string) => kernel().request("shell", "is_complete_request", { code });
    expect((await whole("light")).status).toBe("complete");
    expect((await whole("function f() {")).status).toBe("incomplete");
  });

  it("answers questions of a cell", async () => {
    const id = await send('prompt("name? ")');
    await kernel().until("a question", (m) => m.channel === "stdin" && m.parent === id);
    await kernel().send("stdin", "input_reply", { status: "ok", value: "Ada" });
    expect((await kernel().finish(id)).result).toBe("'Ada'");
  });

  it.each([
    ["a loop", "let turns = 0; for (;;) turns++;"],
    ["an await", "await new Promise(() => {});"],
  ])("interrupts %s by a message on the shell channel, and the next cell runs", async (_, code) => {
    const id = await send(`console.log("begun");\n${code}`);
    await kernel().until("begun", (m) => m.parent === id && m.type === "stream");
    expect(await interrupt()).toEqual({ status: "ok" });
    expect((await kernel().finish(id)).error?.ename).toBe("KeyboardInterrupt");
    expect((await cell("light")).result).toBe("'on'");
  });

  it("interrupts cells that wait in line, each by itself", async () => {
    const ids = [await send('console.log("begun"); for (;;);'), await send("light + '!'")];
    await kernel().until("begun", (m) => m.parent === ids[0] && m.type === "stream");
    await interrupt();
    const runs = await Promise.all(ids.map((id) => kernel().finish(id)));
    expect(runs[0]!.error?.ename).toBe("KeyboardInterrupt");
    expect(runs[1]!.result).toBe("'on!'");
  });
});
