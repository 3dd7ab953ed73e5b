// A thread of its own for what has to work while a cell is in a long synchronous loop: heartbeat, control channel
// (interrupt, shutdown), shell (VS Code sends its interrupts there), stdin and iopub, so that output shows while the
// loop runs. It runs no cells and holds no state of them.
import { parentPort, workerData } from "node:worker_threads";
import { Reply, Router, XPublisher } from "zeromq";
import { HIGH_WATER_MARK } from "./flow-control";
import { watchMemory } from "./memory-watch";
import { StreamBuffer } from "./stream-buffer";
import { type FromThread, Phase, Shared, type ThreadData, type ToThread } from "./thread-messages";
import { address, type Message, Wire } from "./wire";

/** How long the main thread may take to see an interrupt before it is stopped by force, ms. */
const INTERRUPT_AFTER = 100;
/** How long it may take until the reader is told that only a restart helps, ms. */
const GIVE_UP_AFTER = 2500;
/** How long it may take to see a shutdown before the process is killed, ms. */
const KILL_AFTER = 4000;
/** How long the reply to a shutdown may take to leave before the process is killed, ms. */
const LAST_WORDS = 100;
/** How long clients may take to read what is under way when the kernel ends, ms. */
const CLOSE_AFTER = 2000;
/** How long to wait before sending again to a client that is full, ms. */
const RETRY_AFTER = 5;

const STUCK = `The cell does not react to the interrupt: it is in a call that JavaScript cannot stop.
Restart the kernel to end it. Its variables will be gone then.
`;

const { connection, shared, answers, heapLimit } = workerData as ThreadData;
const flags = new Int32Array(shared);
const wire = new Wire(connection);
const control = new Router({ linger: 1000 });
const shell = new Router({ linger: 2000, sendHighWaterMark: 0 });
const stdin = new Router({ linger: 0 });
const heartbeat = new Reply({ linger: 0 });
const iopub = new XPublisher({
  linger: 2000,
  sendHighWaterMark: HIGH_WATER_MARK,
  noDrop: true,
  verbosity: "allSubs",
});
const port = parentPort!;
/** The header of the request that runs, as JSON. */
let running = "{}";

const post = (message: FromThread): void => port.postMessage(message);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const isRunning = () => Atomics.load(flags, Shared.phase) !== Phase.idle;

/** Sends on iopub, waiting for clients that read slowly. */
async function deliver(frames: Buffer[], size: number): Promise<void> {
  for (;;) {
    try {
      await iopub.send(frames);
      break;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN" && !iopub.closed) await pause(RETRY_AFTER);
      else {
        post({ kind: "log", text: `iopub: ${message}` });
        break;
      }
    }
  }
  Atomics.sub(flags, Shared.unsent, size);
  Atomics.notify(flags, Shared.unsent);
}

/** One message after the other, in order: a socket takes one `send` at a time. */
let published: Promise<void> = Promise.resolve();
const publish = (
  type: string,
  parent: string,
  content: string,
  metadata: string,
  size: number,
): void => {
  // Encoded when its turn comes: what waits is the text, which is counted, and not the bytes as well.
  published = published.then(() =>
    deliver(wire.encode([Buffer.from(type)], type, parent, content, metadata), size),
  );
};
const streams = new StreamBuffer(({ name, parent, text }) =>
  publish("stream", parent, JSON.stringify({ name, text }), "{}", text.length),
);

let replied: Promise<unknown> = Promise.resolve();
const reply = (channel: "shell" | "control", frames: readonly Uint8Array[]): void => {
  const socket = channel === "shell" ? shell : control;
  replied = replied
    .then(() => socket.send(frames.map((f) => Buffer.from(f))))
    .catch((error: Error) => post({ kind: "log", text: `${channel}: ${error.message}` }));
};
port.on("message", (message: ToThread) => {
  if (message.kind === "stream") return streams.add(message);
  streams.flush();
  if (message.kind === "publish") {
    const { type, parent, content, metadata } = message;
    if (type === "execute_input") running = parent;
    publish(type, parent, content, metadata, content.length + metadata.length);
  } else if (message.kind === "control" || message.kind === "shell") {
    reply(message.kind, message.frames);
  } else if (message.kind === "stdin") {
    const frames = message.frames.map((f) => Buffer.from(f));
    // A reader has to see what was printed before the question.
    replied = Promise.all([replied, published]).then(() => stdin.send(frames));
  } else void close();
});

async function close(): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise((resolve) => {
    late = setTimeout(resolve, CLOSE_AFTER);
  });
  await Promise.race([Promise.allSettled([published, replied]), tooLate]);
  clearTimeout(late);
  for (const socket of [control, shell, stdin, heartbeat, iopub]) socket.close();
  answers.close();
  port.close();
}

/** Stops the cell's code that the main thread runs, if it runs any. */
function stopByForce(): void {
  const was = Atomics.compareExchange(flags, Shared.phase, Phase.inFrame, Phase.stopping);
  if (was === Phase.inFrame) process.kill(process.pid, "SIGINT");
}

function stopOutOfMemory(): void {
  Atomics.store(flags, Shared.outOfMemory, 1);
  stopByForce();
  post({ kind: "outOfMemory" });
}

/** Tells the reader of the running cell that only a restart helps. */
function sayStuck(): void {
  streams.flush();
  Atomics.add(flags, Shared.unsent, STUCK.length);
  streams.add({ name: "stderr", parent: running, text: STUCK });
}

/** The message, unless it cannot be read: the main thread says then what is wrong with it. */
function decode(frames: readonly Uint8Array[]): Message | undefined {
  try {
    return wire.decode(frames);
  } catch {
    return undefined;
  }
}

/** Ends a process whose main thread does not hear: its reply is sent from here. */
function kill({ ids, header, content }: Message): void {
  const reply = JSON.stringify({ status: "ok", restart: content.restart === true });
  const frames = wire.encode(ids, "shutdown_reply", JSON.stringify(header), reply);
  const end = () => setTimeout(() => process.kill(process.pid, "SIGKILL"), LAST_WORDS);
  replied = replied.then(() => control.send(frames)).then(end, end);
}

/** Counts the messages that the main thread has to see soon. */
let number = 0;

/** Calls `then` unless the main thread has seen message `mine` by this time, ms. */
function unseenAfter(mine: number, ms: number, then: () => void): void {
  const look = () => {
    if (Atomics.load(flags, Shared.seen) < mine) then();
  };
  setTimeout(look, ms).unref();
}

/** Sees to it that the main thread hears message `mine`: stops the cell that keeps it from hearing. */
function insistOn(mine: number): void {
  // Again and again: the cell may have been about to begin.
  const insist = (): void => {
    stopByForce();
    unseenAfter(mine, INTERRUPT_AFTER, insist);
  };
  unseenAfter(mine, INTERRUPT_AFTER, insist);
}

function insistOnInterrupt(mine: number): void {
  insistOn(mine);
  unseenAfter(mine, GIVE_UP_AFTER, sayStuck);
}

async function answerControl(): Promise<void> {
  for await (const frames of control) {
    const mine = ++number;
    post({ kind: "control", frames, number: mine });
    const message = decode(frames);
    const type = message?.header.msg_type;
    if (type === "interrupt_request") insistOnInterrupt(mine);
    if (message && type === "shutdown_request") {
      insistOn(mine);
      unseenAfter(mine, KILL_AFTER, () => kill(message));
    }
  }
}

async function answerShell(): Promise<void> {
  for await (const frames of shell) {
    const interrupt = decode(frames)?.header.msg_type === "interrupt_request";
    post({ kind: "shell", frames, number: interrupt ? ++number : 0 });
    if (interrupt) insistOnInterrupt(number);
  }
}

async function answerHeartbeat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

/** Tells who subscribes that the subscription holds: what is published from now on arrives. */
async function welcomeSubscribers(): Promise<void> {
  for await (const [frame] of iopub) {
    if (frame?.[0] !== 1) continue;
    const subscription = frame.subarray(1).toString();
    publish("iopub_welcome", "{}", JSON.stringify({ subscription }), "{}", 0);
  }
}

/** Hands answers to the main thread, which sleeps until one comes. */
async function answerStdin(): Promise<void> {
  for await (const frames of stdin) {
    answers.postMessage(frames);
    Atomics.add(flags, Shared.answers, 1);
    Atomics.notify(flags, Shared.answers);
  }
}

async function start(): Promise<void> {
  await Promise.all([
    control.bind(address(connection, "control")),
    shell.bind(address(connection, "shell")),
    stdin.bind(address(connection, "stdin")),
    heartbeat.bind(address(connection, "hb")),
    iopub.bind(address(connection, "iopub")),
  ]);
  void answerHeartbeat();
  void answerStdin();
  void welcomeSubscribers();
  void answerShell();
  watchMemory(heapLimit, isRunning, () => running, stopOutOfMemory);
  post({ kind: "ready" });
  await answerControl();
}

// A kernel whose client died without a word would live on for ever.
if (process.env.JPY_PARENT_PID) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 1000).unref();
}

void start();
