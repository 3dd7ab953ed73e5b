// The Jupyter protocol, message by message (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
import { describe, expect, it } from "vitest";
import { KernelClient } from "./client";
import { sharedKernel } from "./shared-kernel";

const kernel = sharedKernel();

describe("kernel_info", () => {
  it("says all that the protocol asks for", async () => {
    const info = await kernel().request("shell", "kernel_info_request");
    expect(info).toMatchObject({
      status: "ok",
      protocol_version: "5.4",
      implementation: "unrolled",
    });
    expect(info.language_info).toMatchObject({
      name: "typescript",
      file_extension: ".ts",
      mimetype: "text/typescript",
    });
    expect(info.language_info.version).toMatch(/^6\./);
    expect(info.banner).toContain("TypeScript 6");
  });
});

describe("execute_request", () => {
  it("publishes busy, the input, the output, the result and idle, in this order", async () => {
    const run = await kernel().execute("console.log(1); 2");
    const order = run.messages.map((m) => m.content.execution_state ?? m.type);
    expect(order).toEqual(["busy", "execute_input", "stream", "execute_result", "idle"]);
    const n = run.reply.execution_count;
    expect(run.of("execute_input")).toEqual([{ code: "console.log(1); 2", execution_count: n }]);
    expect(run.of("execute_result")).toEqual([
      { execution_count: n, data: { "text/plain": "2" }, metadata: {} },
    ]);
    expect(run.reply).toMatchObject({ status: "ok", user_expressions: {}, payload: [] });
  });

  it("counts a cell unless it is silent or not stored", async () => {
    const { execution_count: n } = (await kernel().execute("0")).reply;
    expect((await kernel().execute("0", { store_history: false })).reply.execution_count).toBe(n);
    expect((await kernel().execute("0", { silent: true })).reply.execution_count).toBe(n);
    expect((await kernel().execute("0")).reply.execution_count).toBe(n + 1);
  });

  it("publishes nothing but its status when silent, and still runs", async () => {
    const run = await kernel().execute("let quiet = 5; console.log(quiet); quiet", {
      silent: true,
    });
    expect(run.messages.map((m) => m.type)).toEqual(["status", "status"]);
    expect(await kernel().value("quiet")).toBe("5");
    const failed = await kernel().execute("throw new Error('quiet')", { silent: true });
    expect(failed.messages.map((m) => m.type)).toEqual(["status", "status"]);
    expect(failed.reply).toMatchObject({ status: "error", ename: "Error", evalue: "quiet" });
  });

  it("evaluates user_expressions after the cell, each on its own", async () => {
    const run = await kernel().execute("let ux = 20", {
      user_expressions: { good: "ux + 1", bad: "noSuchName.x", broken: "1 +" },
    });
    expect(run.reply.user_expressions.good).toMatchObject({
      status: "ok",
      data: { "text/plain": "21" },
    });
    expect(run.reply.user_expressions.bad).toMatchObject({
      status: "error",
      ename: "ReferenceError",
    });
    expect(run.reply.user_expressions.broken).toMatchObject({ status: "error" });
  });

  it("aborts the cells that wait behind a failed one, and no later ones", async () => {
    const ids = [
      await kernel().start("throw new Error('first')"),
      await kernel().start("let aborted = 1"),
      await kernel().start("let abortedToo = 1"),
    ];
    const runs = await Promise.all(ids.map((id) => kernel().finish(id)));
    expect(runs.map((r) => r.reply.status)).toEqual(["error", "aborted", "aborted"]);
    expect(await kernel().value("typeof (globalThis as any).aborted")).toBe("'undefined'");
    expect((await kernel().execute("aborted")).error?.evalue).toContain("Cannot find name");
  });

  it("runs what waits behind a failed cell when stop_on_error is off", async () => {
    const ids = [
      await kernel().start("throw new Error('first')", { stop_on_error: false }),
      await kernel().start("'second'"),
    ];
    const runs = await Promise.all(ids.map((id) => kernel().finish(id)));
    expect(runs.map((r) => r.reply.status)).toEqual(["error", "ok"]);
  });
});

describe("stdin", () => {
  const answer = async (code: string, value: string) => {
    const id = await kernel().start(code, { allow_stdin: true });
    const asked = await kernel().until(
      "a question",
      (m) => m.channel === "stdin" && m.parent === id,
    );
    expect(asked.type).toBe("input_request");
    await kernel().send("stdin", "input_reply", { status: "ok", value });
    return { asked: asked.content, run: await kernel().finish(id) };
  };

  it("asks by prompt and gives the answer", async () => {
    const { asked, run } = await answer('"<" + prompt("your name? ") + ">"', "Ada");
    expect(asked).toEqual({ prompt: "your name? ", password: false });
    expect(run.result).toBe("'<Ada>'");
  });

  it("hides a password, takes a default, and asks yes or no", async () => {
    const secret = await answer('prompt("key", { password: true })', "s3cret");
    expect(secret.asked).toEqual({ prompt: "key", password: true });
    expect(secret.run.result).toBe("'s3cret'");
    expect((await answer('prompt("size", "10")', "")).run.result).toBe("'10'");
    expect((await answer('confirm("sure?")', "Yes")).run.result).toBe("true");
  });

  it("asks after an await too", async () => {
    const code = 'await new Promise((r) => setTimeout(r, 10)); prompt("later")';
    expect((await answer(code, "x")).run.result).toBe("'x'");
  });

  it("says so when the front end cannot ask", async () => {
    const run = await kernel().execute('prompt("x")', { allow_stdin: false });
    expect(run.error?.evalue).toContain("this front end cannot ask for input");
  });

  it("stops waiting for an answer when interrupted, and drops the late one", async () => {
    const id = await kernel().start('prompt("x")', { allow_stdin: true });
    await kernel().until("a question", (m) => m.channel === "stdin" && m.parent === id);
    await kernel().interrupt();
    expect((await kernel().finish(id)).error?.ename).toBe("KeyboardInterrupt");
    await kernel().send("stdin", "input_reply", { status: "ok", value: "too late" });
    await kernel().value("await new Promise((r) => setTimeout(r, 50)); 1");
    expect((await answer('prompt("again")', "in time")).run.result).toBe("'in time'");
  });
});

describe("history_request", () => {
  const history = async (content: object) =>
    (await kernel().request("shell", "history_request", { output: false, raw: true, ...content }))
      .history;

  it("gives the tail, a range and a search", async () => {
    await kernel().execute("let h1 = 1");
    const n = (await kernel().execute("h1 + 1")).reply.execution_count;
    const last = [1, n, "h1 + 1"];
    expect(await history({ hist_access_type: "tail", n: 1 })).toEqual([last]);
    expect(await history({ hist_access_type: "tail", n: 1, output: true })).toEqual([
      [1, n, ["h1 + 1", "2"]],
    ]);
    const range = { hist_access_type: "range", session: 0, start: n - 1, stop: n };
    expect(await history(range)).toEqual([[1, n - 1, "let h1 = 1"]]);
    expect(await history({ ...range, session: -3 })).toEqual([]);
    for (const pattern of ["h1 ? *", "h1 [+] 1", "h[0-9]*[^2]", "h1 + 1"])
      expect(await history({ hist_access_type: "search", pattern, n: 5 })).toEqual([last]);
    expect(await history({ hist_access_type: "search", pattern: "h[2-9] *" })).toEqual([]);
  });

  it("leaves out repetitions on demand", async () => {
    await kernel().execute("'twice'");
    await kernel().execute("'twice'");
    const search = { hist_access_type: "search", pattern: "'twice'" };
    expect(await history(search)).toHaveLength(2);
    expect(await history({ ...search, unique: true })).toHaveLength(1);
  });
});

describe("is_complete_request", () => {
  const of = (code: string) => kernel().request("shell", "is_complete_request", { code });

  it("tells complete, incomplete and invalid source apart", async () => {
    expect(await of("1 + 1")).toEqual({ status: "complete" });
    expect(await of("let x: = 3;\nlet y = 1;")).toEqual({ status: "invalid" });
    expect(await of("if (true) {")).toEqual({ status: "incomplete", indent: "  " });
    expect(await of("  foo(1,")).toEqual({ status: "incomplete", indent: "  " });
    expect(await of("`abc")).toMatchObject({ status: "incomplete" });
  });
});

describe("inspect_request", () => {
  const at = (code: string, cursor_pos: number) =>
    kernel().request("shell", "inspect_request", { code, cursor_pos, detail_level: 0 });

  it("shows signature and documentation of what earlier cells declare", async () => {
    await kernel().execute("/** Doubles. */\nfunction twice(x: number): number { return 2 * x; }");
    const { found, data } = await at("twice(4)", 3);
    expect(found).toBe(true);
    expect(data["text/plain"]).toBe("twice(x: number): number\n\nDoubles.");
    expect(data["text/markdown"]).toContain("```typescript\ntwice");
  });

  it("counts the cursor in code points", async () => {
    const code = '"😀😀"; twice(4)';
    expect((await at(code, 7)).data["text/plain"]).toContain("twice");
  });

  it("finds nothing where nothing is", async () => {
    expect(await at("   ", 1)).toMatchObject({ status: "ok", found: false, data: {} });
  });
});

describe("complete_request", () => {
  const at = (code: string, cursor_pos = code.length) =>
    kernel().request("shell", "complete_request", { code, cursor_pos });

  it("completes members and names of earlier cells, with their kinds", async () => {
    await kernel().execute("const basket = { apple: 1, pear() { return 2 } };");
    const reply = await at("basket.");
    expect(reply).toMatchObject({ status: "ok", cursor_start: 7, cursor_end: 7 });
    expect(reply.matches).toEqual(["apple", "pear"]);
    expect(reply.metadata._jupyter_types_experimental).toEqual([
      { start: 7, end: 7, text: "apple", type: "property" },
      { start: 7, end: 7, text: "pear", type: "method" },
    ]);
    expect((await at("bask")).matches).toContain("basket");
  });

  it("replaces what is typed, counted in code points", async () => {
    const reply = await at('"😀"; basket.ap');
    expect(reply).toMatchObject({ matches: ["apple"], cursor_start: 12, cursor_end: 14 });
  });
});

describe("comms", () => {
  it("has none, and closes what is opened", async () => {
    expect(await kernel().request("shell", "comm_info_request")).toEqual({
      status: "ok",
      comms: {},
    });
    const open = { comm_id: "c1", target_name: "nowhere", data: {} };
    const id = await kernel().send("shell", "comm_open", open);
    const closed = await kernel().until("comm_close", (m) => m.type === "comm_close");
    expect(closed).toMatchObject({ parent: id, content: { comm_id: "c1" } });
  });
});

describe("messages that are not for us", () => {
  it("ignores and logs a wrong signature, malformed JSON and unknown types", async () => {
    const run = 'console.log("must not run")';
    const execute = (content: string, key?: string) =>
      kernel().encode("bad", "execute_request", content, key);
    const good = JSON.stringify({ code: run });
    for (const channel of ["shell", "control"] as const) {
      await kernel().sendRaw(channel, execute(good, "another key"));
      await kernel().sendRaw(channel, execute('{"code":'));
      await kernel().sendRaw(channel, execute("null"));
      await kernel().sendRaw(channel, ["nonsense"]);
    }
    await kernel().send("shell", "no_such_request", {});
    expect(await kernel().value("'alive'")).toBe("'alive'");
    await kernel().request("control", "kernel_info_request");
    expect(kernel().publishedFor("bad")).toEqual([]);
    const lines = kernel().log.split("\n");
    expect(lines.filter((l) => l.includes("wrong signature"))).toHaveLength(2);
    expect(lines.filter((l) => l.includes("not a Jupyter message"))).toHaveLength(2);
    expect(lines.filter((l) => /ignored: .*JSON/.test(l))).toHaveLength(2);
    expect(kernel().log).toContain("no_such_request");
  });
});

describe("heartbeat, interrupt and shutdown", () => {
  it("answers the heartbeat and the control channel while a cell is in a loop", async () => {
    const id = await kernel().start("for (;;);");
    await kernel().until("busy", (m) => m.parent === id);
    expect(await kernel().beats()).toBe(true);
    expect(await kernel().interrupt()).toEqual({ status: "ok" });
    expect((await kernel().finish(id)).error?.ename).toBe("KeyboardInterrupt");
  });

  it.each([false, true])("shuts down on the control channel (restart: %s)", async (restart) => {
    const other = await KernelClient.start();
    try {
      await other.value("1"); // it is not busy with loading TypeScript any more
      const ended = new Promise((done) => other.process.once("exit", done));
      const reply = await other.request("control", "shutdown_request", { restart });
      expect(reply).toEqual({ status: "ok", restart });
      await ended; // with 0, or at times SIGABRT: zeromq's clean-up on a busy machine, after the reply
    } finally {
      await other.stop();
    }
  });

  it("ends a kernel that is in a loop, too", async () => {
    const other = await KernelClient.start();
    const id = await other.start("for (;;);");
    await other.until("busy", (m) => m.parent === id);
    const ended = new Promise((done) => other.process.once("exit", done));
    const reply = await other.request("control", "shutdown_request", { restart: false });
    expect(reply).toEqual({ status: "ok", restart: false });
    await ended;
    await other.stop();
  });
});
