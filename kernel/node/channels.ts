// The kernel's sockets as the main thread sees them: they live in the control thread.
import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { FlowControl } from "./flow-control";
import {
  type FromThread,
  Phase,
  SHARED_BYTES,
  Shared,
  type StreamName,
  type ThreadData,
  type ToThread,
} from "./thread-messages";
import { type Connection, type Json, type Message, Wire } from "./wire";

/** Who gets what arrives. */
export interface Listener {
  onShell(message: Message): void;
  onControl(message: Message): void;
  /** The running cell was stopped because the heap is nearly full. */
  onOutOfMemory(): void;
  /** A message that could not be read, or something else for the server's log. */
  onLog(text: string): void;
}

/** The request that a message answers or that caused it; `undefined` for none. */
export type Parent = Pick<Message, "header"> | undefined;

/** A signal that was sent arrives within this time, ms. */
const SIGNAL_TAKES = 2000;
/** Messages that are never dropped: small ones that clients count on. */
const VITAL = new Set(["status", "execute_input", "error", "clear_output"]);

export class Channels {
  private readonly wire: Wire;
  private readonly flags = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
  private readonly flow = new FlowControl(this.flags, Shared.unsent);
  private readonly answers = new MessageChannel();
  private readonly headers = new WeakMap<object, string>();
  private droppedFor: Parent;
  private phaseOutside: number = Phase.idle;
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
      answers: this.answers.port2,
      heapLimit: getHeapStatistics().heap_size_limit,
    };
    this.thread = new Worker(join(__dirname, "control-thread.cjs"), {
      workerData: data,
      transferList: [data.answers],
    });
    const ready = new Promise<void>((resolve, reject) => {
      this.thread.once("error", reject);
      this.thread.on("message", (message: FromThread) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "log") this.listener.onLog(message.text);
        else if (message.kind === "outOfMemory") this.listener.onOutOfMemory();
        else this.arrived(message);
      });
    });
    await ready;
  }

  /** Tells the control thread what the main thread is doing, one of `Phase`. */
  setPhase(phase: number): void {
    Atomics.store(this.flags, Shared.phase, phase);
  }

  /** A cell's code begins to run; the control thread may stop it by a SIGINT. */
  enterFrame(): void {
    this.phaseOutside = Atomics.exchange(this.flags, Shared.phase, Phase.inFrame);
  }

  /** It has ended, by itself or because it was `stopped`. When a SIGINT is under way, waits for it. */
  leaveFrame(stopped: boolean): void {
    const { flags } = this;
    if (stopped) {
      this.setPhase(this.phaseOutside);
      return;
    }
    const was = Atomics.compareExchange(flags, Shared.phase, Phase.inFrame, this.phaseOutside);
    if (was !== Phase.stopping) return;
    Atomics.wait(flags, Shared.phase, Phase.stopping, SIGNAL_TAKES);
    this.setPhase(this.phaseOutside);
  }

  /** Whether the running code was stopped because the heap is nearly full; asking forgets it. */
  takeOutOfMemory(): boolean {
    return Atomics.exchange(this.flags, Shared.outOfMemory, 0) === 1;
  }

  /** Publishes a message on iopub. */
  publish(type: string, parent: Parent, content: Json, metadata: Json = {}): void {
    const message = {
      kind: "publish" as const,
      type,
      parent: this.headerOf(parent),
      content: JSON.stringify(content),
      metadata: JSON.stringify(metadata),
    };
    this.noteDropped(content.execution_state === "idle" && parent === this.droppedFor);
    const size = message.content.length + message.metadata.length;
    if (VITAL.has(type)) this.flow.count(size);
    else if (!this.admit(size, parent)) return;
    this.post(message);
  }

  /** Publishes printed text; the control thread joins it into larger messages. */
  stream(name: StreamName, parent: Parent, text: string): void {
    this.noteDropped(false);
    if (this.admit(text.length, parent)) this.postStream(name, parent, text);
  }

  /** Answers a request on the channel that it came on. */
  reply(kind: "shell" | "control", to: Message, type: string, content: Json): void {
    const frames = this.wire.encode(to.ids, type, this.headerOf(to), JSON.stringify(content));
    this.post({ kind, frames });
  }

  /** Asks the client that sent `request` for a line of text, and sleeps until it comes. */
  ask(request: Message, prompt: string, password: boolean): string {
    while (receiveMessageOnPort(this.answers.port1)); // answers to questions that were interrupted
    const content = JSON.stringify({ prompt, password });
    const frames = this.wire.encode(request.ids, "input_request", this.headerOf(request), content);
    this.post({ kind: "stdin", frames });
    for (;;) {
      const count = Atomics.load(this.flags, Shared.answers);
      const arrived = receiveMessageOnPort(this.answers.port1);
      if (!arrived) Atomics.wait(this.flags, Shared.answers, count);
      else {
        const answer = this.read(arrived.message as Uint8Array[]);
        if (answer?.header.msg_type === "input_reply") return String(answer.content.value ?? "");
      }
    }
  }

  /** Sends what is under way, then closes all sockets. */
  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.thread.once("exit", () => resolve()));
    this.post({ kind: "close" });
    await ended;
  }

  private admit(size: number, parent: Parent): boolean {
    const admitted = this.flow.admit(size);
    if (!admitted) this.droppedFor ??= parent;
    return admitted;
  }

  /** Says below the cell whose output was dropped how much it was, once there is room again, or `now`. */
  private noteDropped(now: boolean): void {
    const note = this.flow.note(now);
    if (note === undefined) return;
    this.flow.count(note.length);
    this.postStream("stderr", this.droppedFor, note);
    this.droppedFor = undefined;
  }

  private postStream(name: StreamName, parent: Parent, text: string): void {
    this.post({ kind: "stream", name, parent: this.headerOf(parent), text });
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

  private arrived({ kind, frames, number }: FromThread & { kind: "shell" | "control" }): void {
    if (number > 0) Atomics.store(this.flags, Shared.seen, number);
    const message = this.read(frames);
    if (!message) return;
    if (kind === "shell") this.listener.onShell(message);
    else this.listener.onControl(message);
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
