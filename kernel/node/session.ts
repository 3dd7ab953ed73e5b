// A kernel's session: takes requests one after the other and answers them.
import { Channels, type Listener } from "./channels";
import { installPublish, tslabModule } from "./display";
import type { CellResult, Engine } from "./engine";
import { type ErrorContent, Errors } from "./errors";
import { History } from "./history";
import { allowTermination, ENTRY_FILE } from "./interrupt";
import { Output } from "./output";
import { type RichOutput, represent } from "./rich";
import { Phase } from "./thread-messages";
import { type Connection, type Json, type Message, PROTOCOL_VERSION } from "./wire";

const VERSION = "1.0.0";
/** Requests that were sent before a failed cell's reply arrive within this time, ms. */
const ABORT_WINDOW = 30;

type Reply = (type: string, content: Json) => void;

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

export class Session implements Listener {
  private readonly channels: Channels;
  private readonly output: Output;
  private readonly errors: Errors;
  private readonly history = new History();
  private readonly queue: Message[] = [];
  private readonly log = process.stderr.write.bind(process.stderr);
  private readonly exit = process.exit.bind(process);
  private engine: Promise<Engine> | undefined;
  private ready: Engine | undefined;
  private busy = false;
  private count = 0;
  private payload: Json[] = [];
  private running: Message | undefined;
  private strays: unknown[] = [];

  constructor(
    connection: Connection,
    private readonly folder: string,
  ) {
    this.channels = new Channels(connection, this);
    this.output = new Output(this.channels);
    const own = (file: string) => file === ENTRY_FILE || file.startsWith(__dirname);
    this.errors = new Errors(folder, own);
  }

  async start(): Promise<void> {
    allowTermination();
    this.errors.install();
    this.output.capture();
    await this.channels.open();
    this.channels.publish("status", undefined, { execution_state: "starting" });
    process.on("SIGINT", () => this.ready?.interrupt());
    process.on("uncaughtException", (error) => this.stray(error));
    process.on("unhandledRejection", (error) => this.stray(error));
    process.exit = ((code?: number) => {
      throw new Error(
        `process.exit(${code ?? ""}) in a cell: use the front end to stop the kernel`,
      );
    }) as typeof process.exit;
    Reflect.set(globalThis, "prompt", () => {
      throw new Error("this kernel cannot ask for input: put the value into the cell");
    });
  }

  onLog(text: string): void {
    this.log(`${text}\n`);
  }

  onShell(message: Message): void {
    this.queue.push(message);
    void this.pump();
  }

  onControl(message: Message): void {
    void this.handle(message, (type, content) =>
      this.channels.replyControl(message, type, content),
    );
  }

  private async pump(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const message = next;
      await this.handle(message, (type, content) =>
        this.channels.replyShell(message, type, content),
      );
    }
    this.busy = false;
  }

  private async handle(message: Message, reply: Reply): Promise<void> {
    const type = message.header.msg_type;
    this.status(message, "busy");
    try {
      await this.dispatch(type, message, reply);
    } catch (error) {
      this.onLog(`${type}: ${error instanceof Error ? error.stack : error}`);
      if (type.endsWith("_request"))
        reply(type.replace("_request", "_reply"), {
          status: "error",
          ...this.errors.content(error),
        });
    } finally {
      this.status(message, "idle");
    }
    if (type === "shutdown_request") await this.stop();
    if (type === "kernel_info_request") setTimeout(() => void this.getEngine(), 20);
  }

  private status(message: Message, execution_state: string): void {
    this.channels.publish("status", message, { execution_state });
  }

  private async dispatch(type: string, message: Message, reply: Reply): Promise<void> {
    const { content } = message;
    if (type === "kernel_info_request") reply("kernel_info_reply", kernelInfo());
    else if (type === "execute_request") await this.execute(message, reply);
    else if (type === "history_request")
      reply("history_reply", { status: "ok", history: this.history.answer(content) });
    else if (type === "comm_info_request") reply("comm_info_reply", { status: "ok", comms: {} });
    else if (type === "comm_open")
      this.channels.publish("comm_close", message, { comm_id: content.comm_id, data: {} });
    else if (type === "interrupt_request") {
      this.ready?.interrupt();
      reply("interrupt_reply", { status: "ok" });
    } else if (type === "shutdown_request")
      reply("shutdown_reply", { status: "ok", restart: content.restart === true });
    else await this.dispatchLanguage(type, content, reply);
  }

  private async dispatchLanguage(type: string, content: Json, reply: Reply): Promise<void> {
    if (!["is_complete_request", "complete_request", "inspect_request"].includes(type)) {
      if (!type.startsWith("comm_")) this.onLog(`ignored: a message of type ${type}`);
      return;
    }
    const engine = await this.getEngine();
    const code = String(content.code ?? "");
    const cursor = utf16Offset(code, content.cursor_pos);
    if (type === "is_complete_request") reply("is_complete_reply", { ...engine.isComplete(code) });
    else if (type === "complete_request") reply("complete_reply", completion(engine, code, cursor));
    else {
      const data = engine.inspect(code, cursor);
      const found = data !== undefined;
      reply("inspect_reply", { status: "ok", found, data: data ?? {}, metadata: {} });
    }
  }

  private getEngine(): Promise<Engine> {
    this.engine ??= import("./engine").then(({ Engine, typescriptVersion }) => {
      const publish = installPublish(this.output);
      const versions = { tslab: VERSION, typescript: typescriptVersion, node: process.version };
      const page = (text: string) => {
        this.payload.push({ source: "page", data: { "text/plain": String(text) }, start: 0 });
      };
      this.ready = new Engine({
        folder: this.folder,
        errors: this.errors,
        tslab: tslabModule(publish, this.output, page, versions),
        setPhase: (phase) => this.channels.setPhase(phase),
      });
      return this.ready;
    });
    return this.engine;
  }

  private async execute(message: Message, reply: Reply): Promise<void> {
    const { content } = message;
    const code = String(content.code ?? "");
    const silent = content.silent === true;
    const store = !silent && content.store_history !== false;
    if (store) this.count++;
    const n = this.count;
    this.payload = [];
    this.output.publish("execute_input", { code, execution_count: n }, message);
    const { error, rich } = await this.runCell(message, code, n);
    if (rich) this.output.publish("execute_result", { execution_count: n, ...rich }, message);
    if (error) this.output.publish("error", error, message);
    if (store) this.history.add(n, code, (rich?.data["text/plain"] as string | undefined) ?? null);
    if (error && content.stop_on_error !== false) await this.abortQueue();
    const user_expressions = error ? {} : await this.userExpressions(content.user_expressions);
    const base = { execution_count: n, user_expressions, payload: this.payload };
    reply(
      "execute_reply",
      error ? { status: "error", ...base, ...error } : { status: "ok", ...base },
    );
  }

  private async runCell(
    message: Message,
    code: string,
    n: number,
  ): Promise<{ error?: ErrorContent; rich?: RichOutput }> {
    const engine = await this.getEngine();
    this.running = message;
    this.strays = [];
    try {
      const result: CellResult = await this.output.during(message, () => engine.run(code, n));
      // Rejections that nobody awaits surface one turn later: they belong to this cell.
      await turn();
      await turn();
      this.running = undefined;
      if (!result.ok)
        return {
          error: "problems" in result ? result.problems : this.errors.content(result.error),
        };
      if (this.strays.length) return { error: this.errors.content(this.strays[0], "Uncaught ") };
      if (!result.hasValue || result.value === undefined) return {};
      return { rich: await this.output.during(message, () => represent(result.value)) };
    } catch (error) {
      return { error: this.errors.content(error) };
    } finally {
      this.running = undefined;
      this.channels.setPhase(Phase.idle);
    }
  }

  /** An error that no cell caught: the running cell's if that started it, else a note below the one that did. */
  private stray(error: unknown): void {
    const request = this.output.request();
    if (this.running && request === this.running && !this.strays.length) {
      this.strays.push(error);
      return;
    }
    const { traceback } = this.errors.content(error, "Uncaught ");
    this.output.print("stderr", `${traceback.join("\n")}\n`, request);
  }

  /** Requests that the front end had sent before it knew of the error are not run. */
  private async abortQueue(): Promise<void> {
    await later(ABORT_WINDOW);
    for (const message of this.queue.splice(0)) {
      const reply: Reply = (type, content) => this.channels.replyShell(message, type, content);
      if (message.header.msg_type !== "execute_request") {
        await this.handle(message, reply);
        continue;
      }
      this.status(message, "busy");
      const aborted = { ename: "Aborted", evalue: "", traceback: [] };
      reply("execute_reply", { status: "aborted", execution_count: this.count, ...aborted });
      this.status(message, "idle");
    }
  }

  private async userExpressions(expressions: unknown): Promise<Json> {
    const results: { [name: string]: unknown } = {};
    if (typeof expressions !== "object" || expressions === null) return results;
    const engine = await this.getEngine();
    for (const [name, source] of Object.entries(expressions)) {
      const outcome = await engine.evaluate(String(source));
      results[name] = outcome.ok
        ? { status: "ok", ...(await represent(outcome.value)) }
        : { status: "error", ...this.errors.content(outcome.error) };
    }
    return results;
  }

  private async stop(): Promise<void> {
    await this.channels.close();
    this.exit(0);
  }
}

function kernelInfo(): Json {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "unrolled",
    implementation_version: VERSION,
    banner: `TypeScript on Node ${process.version}`,
    debugger: false,
    supported_features: [],
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    language_info: {
      name: "typescript",
      version: "6.0.3",
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    },
  };
}

function completion(engine: Engine, code: string, cursor: number): Json {
  const { start, end, items } = engine.complete(code, cursor);
  const range = { start: codePoints(code, start), end: codePoints(code, end) };
  return {
    status: "ok",
    matches: items.map((i) => i.name),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: {
      _jupyter_types_experimental: items.map((i) => ({ ...range, text: i.name, type: i.kind })),
    },
  };
}

/** Jupyter counts code points, JavaScript UTF-16 units. No position means the end. */
function utf16Offset(text: string, position: unknown): number {
  if (typeof position !== "number") return text.length;
  return Array.from(text).slice(0, position).join("").length;
}

function codePoints(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}
