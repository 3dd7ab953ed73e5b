// A kernel's session: puts the parts together, takes requests one after the other, and says when it is busy.
import { setTimeout } from "node:timers";
import { Channels, type Listener } from "./channels";
import { installPublish, tslabModule } from "./display";
import type { Engine } from "./engine";
import { Errors } from "./errors";
import { Execution } from "./execution";
import { History } from "./history";
import { installInput } from "./input";
import { ENTRY_FILE, OutOfMemory } from "./interrupt";
import { VERSION } from "./kernel-info";
import { Output } from "./output";
import { Requests } from "./requests";
import { Sigint } from "./sigint";
import { Strays } from "./strays";
import type { Connection, Json, Message } from "./wire";

/** Requests that were sent before a failed cell's reply arrive within this time, ms. */
const ABORT_WINDOW = 30;

type Reply = (type: string, content: Json) => void;

export class Session implements Listener {
  private readonly channels: Channels;
  private readonly output: Output;
  private readonly errors: Errors;
  private readonly execution: Execution;
  private readonly requests: Requests;
  private readonly strays: Strays;
  private readonly sigint = new Sigint();
  private readonly queue: Message[] = [];
  private readonly log = process.stderr.write.bind(process.stderr);
  private readonly exit = process.exit.bind(process);
  private engine: Promise<Engine> | undefined;
  private ready: Engine | undefined;
  private busy = false;
  /** The kernel is asked to shut down: no cell begins any more. */
  private ending = false;

  constructor(
    connection: Connection,
    private readonly folder: string,
  ) {
    const channels = new Channels(connection, this);
    const output = new Output(channels);
    const own = (file: string) => file === ENTRY_FILE || file.startsWith(__dirname);
    const errors = new Errors(folder, own);
    const strays = new Strays(output, errors);
    const history = new History();
    const getEngine = () => this.getEngine();
    const parts = { channels, output, errors, strays, history, getEngine };
    this.execution = new Execution({ ...parts, abortQueue: () => this.abortQueue() });
    const { execution } = this;
    this.requests = new Requests({ ...parts, execution, interrupt: () => this.interrupt() });
    this.channels = channels;
    this.output = output;
    this.errors = errors;
    this.strays = strays;
  }

  async start(): Promise<void> {
    this.errors.install();
    this.output.capture();
    this.strays.install();
    installInput(this.output, this.channels);
    this.sigint.listen(() => this.interrupt());
    process.exit = ((code?: number) => {
      throw new Error(
        `process.exit(${code ?? ""}) in a cell: use the front end to stop the kernel`,
      );
    }) as typeof process.exit;
    await this.channels.open();
    this.channels.publish("status", undefined, { execution_state: "starting" });
  }

  private interrupt(): void {
    this.execution.stop();
    this.ready?.interrupt();
  }

  onLog(text: string): void {
    this.log(`${text}\n`);
  }

  onOutOfMemory(): void {
    // A synchronous cell has taken the flag by now.
    if (this.channels.takeOutOfMemory()) this.ready?.interrupt(new OutOfMemory());
  }

  onShell(message: Message): void {
    if (this.ending) return;
    // Where VS Code sends its interrupts: they do not wait for the cell that they are to end.
    if (message.header.msg_type === "interrupt_request")
      return void this.handle(message, this.shell(message));
    this.queue.push(message);
    void this.pump();
  }

  onControl(message: Message): void {
    void this.handle(message, this.control(message));
  }

  private control(message: Message): Reply {
    return (type, content) => this.channels.reply("control", message, type, content);
  }

  private shell(message: Message): Reply {
    return (type, content) => this.channels.reply("shell", message, type, content);
  }

  private async pump(): Promise<void> {
    if (this.busy) return;
    this.busy = this.sigint.busy = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift())
      await this.handle(next, this.shell(next));
    this.busy = this.sigint.busy = false;
  }

  private async handle(message: Message, reply: Reply): Promise<void> {
    const type = message.header.msg_type;
    const replyType = type.replace(/_request$/, "_reply");
    this.status(message, "busy");
    try {
      const content = await this.requests.answer(message);
      if (content) reply(replyType, content);
    } catch (error) {
      this.onLog(`${type}: ${error instanceof Error ? error.message : error}`);
      if (replyType !== type) reply(replyType, { status: "error", ...this.errors.content(error) });
    } finally {
      this.status(message, "idle");
    }
    if (type === "shutdown_request") await this.stop();
    // Typescript takes long to load: do that as soon as the front end knows that the kernel lives.
    if (type === "kernel_info_request") setTimeout(() => void this.getEngine(), 20);
  }

  private status(message: Message, execution_state: string): void {
    this.channels.publish("status", message, { execution_state });
  }

  /** Requests that the front end had sent before it knew of the error are not run. */
  private async abortQueue(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, ABORT_WINDOW));
    for (const message of this.queue.splice(0)) {
      const reply = this.shell(message);
      if (message.header.msg_type !== "execute_request") {
        await this.handle(message, reply);
        continue;
      }
      this.status(message, "busy");
      const aborted = { ename: "Aborted", evalue: "", traceback: [] };
      const execution_count = this.execution.count;
      reply("execute_reply", { status: "aborted", execution_count, ...aborted });
      this.status(message, "idle");
    }
  }

  private getEngine(): Promise<Engine> {
    this.engine ??= import("./engine").then(({ Engine, typescriptVersion }) => {
      const publish = installPublish(this.output);
      const versions = { tslab: VERSION, typescript: typescriptVersion, node: process.version };
      const page = (text: string) => this.execution.page(text);
      this.ready = new Engine({
        folder: this.folder,
        errors: this.errors,
        tslab: tslabModule(publish, this.output, page, versions),
        channels: this.channels,
        sigint: this.sigint,
      });
      return this.ready;
    });
    return this.engine;
  }

  private async stop(): Promise<void> {
    // A cell that waits for TypeScript, or behind another, would begin and never be stopped.
    this.ending = true;
    this.queue.splice(0);
    this.interrupt();
    await this.ready?.close().catch((error: Error) => this.onLog(`closing: ${error.message}`));
    await this.channels.close();
    this.exit(0);
  }
}
