// A thread of its own for what has to work while a cell is in a long synchronous loop: heartbeat, control channel
// (interrupt, shutdown) and iopub, so that output shows while the loop runs. It runs no cells and holds no state of them.
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { Publisher, Reply, Router } from "zeromq";
import { StreamBuffer } from "./stream-buffer";
import { type FromThread, Phase, Shared, type ThreadData, type ToThread } from "./thread-messages";
import { address, Wire } from "./wire";

/** How long the main thread may take to see an interrupt before it is stopped by force, ms. */
const INTERRUPT_AFTER = 100;
/** How long it may take to see a shutdown before the process is killed, ms. */
const KILL_AFTER = 2000;

const { connection, shared } = workerData as ThreadData;
const flags = new Int32Array(shared);
const wire = new Wire(connection);
const control = new Router({ linger: 1000 });
const heartbeat = new Reply({ linger: 0 });
const iopub = new Publisher({ linger: 2000, sendHighWaterMark: 0 });
const port = parentPort!;

const post = (message: FromThread): void => port.postMessage(message);

/** One message after the other, in order: a socket takes one `send` at a time. */
let published: Promise<void> = Promise.resolve();
const publish = (type: string, parent: string, content: string, metadata?: string): void => {
  const frames = wire.encode([Buffer.from(type)], type, parent, content, metadata);
  published = published
    .then(() => iopub.send(frames))
    .catch((error: Error) => post({ kind: "log", text: `iopub: ${error.message}` }));
};
const streams = new StreamBuffer(({ name, parent, text }) =>
  publish("stream", parent, JSON.stringify({ name, text })),
);

let replied: Promise<void> = Promise.resolve();
port.on("message", (message: ToThread) => {
  if (message.kind === "stream") return streams.add(message);
  streams.flush();
  if (message.kind === "publish")
    publish(message.type, message.parent, message.content, message.metadata);
  else if (message.kind === "reply")
    replied = replied.then(() => control.send(message.frames.map((f) => Buffer.from(f))));
  else void close();
});

async function close(): Promise<void> {
  await Promise.allSettled([published, replied]);
  for (const socket of [control, heartbeat, iopub]) socket.close();
  port.close();
}

/** Stops what the main thread runs: by a signal in a cell's synchronous part, else through the inspector. */
function stopByForce(): void {
  const synchronous = Atomics.load(flags, Shared.phase) === Phase.synchronous;
  if (synchronous && process.platform !== "win32") return void process.kill(process.pid, "SIGINT");
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}

function messageType(frames: readonly Uint8Array[]): string {
  try {
    return wire.decode(frames).header.msg_type;
  } catch {
    return ""; // the main thread says what is wrong with it
  }
}

async function answerControl(): Promise<void> {
  let number = 0;
  for await (const frames of control) {
    const mine = ++number;
    post({ kind: "control", frames, number: mine });
    const unseen = (then: () => void) => () => {
      if (Atomics.load(flags, Shared.seen) < mine) then();
    };
    const type = messageType(frames);
    if (type === "interrupt_request") setTimeout(unseen(stopByForce), INTERRUPT_AFTER);
    if (type === "shutdown_request")
      setTimeout(
        unseen(() => process.kill(process.pid, "SIGKILL")),
        KILL_AFTER,
      );
  }
}

async function answerHeartbeat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

async function start(): Promise<void> {
  await Promise.all([
    control.bind(address(connection, "control")),
    heartbeat.bind(address(connection, "hb")),
    iopub.bind(address(connection, "iopub")),
  ]);
  post({ kind: "ready" });
  void answerHeartbeat();
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
