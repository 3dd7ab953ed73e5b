// The kernel's sockets as the main thread sees them: shell and stdin are read here, the rest lives in the control thread.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Router } from "zeromq";
import {
  type FromThread,
  Shared,
  type StreamName,
  type ThreadData,
  type ToThread,
} from "./thread-messages";
import { address, type Connection, type Json, type Message, Wire } from "./wire";

/** Who gets what arrives. */
export interface Listener {
  onShell(message: Message): void;
  onControl(message: Message): void;
  /** A message that could not be read, or something else for the server's log. */
  onLog(text: string): void;
}

/** The request that a message answers or that caused it; `undefined` for none. */
export type Parent = Pick<Message, "header"> | undefined;

export class Channels {
  private readonly wire: Wire;
  private readonly shell = new Router({ linger: 2000, sendHighWaterMark: 0 });
  private readonly stdin = new Router({ linger: 0 });
  private readonly flags = new Int32Array(new SharedArrayBuffer(8));
  private readonly headers = new WeakMap<object, string>();
  private sending: Promise<void> = Promise.resolve();
  private thread!: Worker;

  constructor(
    private readonly connection: Connection,
    private readonly listener: Listener,
  ) {
    this.wire = new Wire(connection);
  }

  /** Binds all sockets and starts to listen. */
  async open(): Promise<void> {
    const data: ThreadData = {
      connection: this.connection,
      shared: this.flags.buffer as SharedArrayBuffer,
    };
    this.thread = new Worker(join(__dirname, "control-thread.cjs"), { workerData: data });
    const ready = new Promise<void>((resolve, reject) => {
      this.thread.once("error", reject);
      this.thread.on("message", (message: FromThread) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "log") this.listener.onLog(message.text);
        else this.controlArrived(message.frames, message.number);
      });
    });
    await Promise.all([
      ready,
      this.shell.bind(address(this.connection, "shell")),
      this.stdin.bind(address(this.connection, "stdin")),
    ]);
    void this.listen();
    void this.ignoreStdin();
  }

  /** Tells the control thread what the main thread is doing, one of `Phase`. */
  setPhase(phase: number): void {
    Atomics.store(this.flags, Shared.phase, phase);
  }

  /** Publishes a message on iopub. */
  publish(type: string, parent: Parent, content: Json, metadata: Json = {}): void {
    this.post({
      kind: "publish",
      type,
      parent: this.headerOf(parent),
      content: JSON.stringify(content),
      metadata: JSON.stringify(metadata),
    });
  }

  /** Publishes printed text; the control thread joins it into larger messages. */
  stream(name: StreamName, parent: Parent, text: string): void {
    this.post({ kind: "stream", name, parent: this.headerOf(parent), text });
  }

  /** Answers a request that came on the shell channel. */
  replyShell(to: Message, type: string, content: Json): void {
    const frames = this.wire.encode(to.ids, type, this.headerOf(to), JSON.stringify(content));
    this.sending = this.sending
      .then(() => this.shell.send(frames))
      .catch((error: Error) => this.listener.onLog(`shell: ${error.message}`));
  }

  /** Answers a request that came on the control channel. */
  replyControl(to: Message, type: string, content: Json): void {
    const frames = this.wire.encode(to.ids, type, this.headerOf(to), JSON.stringify(content));
    this.post({ kind: "reply", frames });
  }

  /** Sends what is under way, then closes all sockets. */
  async close(): Promise<void> {
    await this.sending;
    this.shell.close();
    this.stdin.close();
    const ended = new Promise<void>((resolve) => this.thread.once("exit", () => resolve()));
    this.post({ kind: "close" });
    await ended;
  }

  private post(message: ToThread): void {
    this.thread.postMessage(message);
  }

  private headerOf(parent: Parent): string {
    if (!parent) return "{}";
    let text = this.headers.get(parent);
    if (text === undefined) {
      text = JSON.stringify(parent.header);
      this.headers.set(parent, text);
    }
    return text;
  }

  private async listen(): Promise<void> {
    for await (const frames of this.shell) {
      const message = this.read(frames);
      if (message) this.listener.onShell(message);
    }
  }

  /** This kernel never asks for input, so no answer is expected. */
  private async ignoreStdin(): Promise<void> {
    for await (const frames of this.stdin) this.read(frames);
  }

  private controlArrived(frames: readonly Uint8Array[], number: number): void {
    Atomics.store(this.flags, Shared.seen, number);
    const message = this.read(frames);
    if (message) this.listener.onControl(message);
  }

  private read(frames: readonly Uint8Array[]): Message | undefined {
    try {
      return this.wire.decode(frames);
    } catch (error) {
      this.listener.onLog(`ignored: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }
}
