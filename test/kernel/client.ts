// A Jupyter client for tests: starts the built kernel, speaks to all of its channels, and keeps what it publishes.
// Encoding and decoding are written again here, so that the kernel's own are not tested against themselves.
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Dealer, Request, Subscriber } from "zeromq";

// biome-ignore lint/suspicious/noExplicitAny: JSON of many forms, of which tests look at a part
export type Content = { readonly [key: string]: any };

export interface Arrived {
  readonly channel: "shell" | "control" | "stdin" | "iopub";
  readonly type: string;
  readonly parent: string;
  readonly header: Content;
  readonly content: Content;
  readonly metadata: Content;
  /** When it came, ms. */
  readonly at: number;
}

export interface StartOptions {
  /** The notebook's folder; a temporary one without it. */
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Without it, the client takes no more than this many unread messages (to be a slow one). */
  readonly receiveHighWaterMark?: number;
}

export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly user_expressions?: { readonly [name: string]: string };
  readonly allow_stdin?: boolean;
  readonly stop_on_error?: boolean;
}

/** A cell's outputs, as a front end would gather them. */
export class Run {
  constructor(
    readonly id: string,
    readonly messages: readonly Arrived[],
    readonly reply: Content,
  ) {}

  of(type: string): Content[] {
    return this.messages.filter((m) => m.type === type).map((m) => m.content);
  }

  text(name = "stdout"): string {
    return this.of("stream")
      .filter((c) => c.name === name)
      .map((c) => c.text)
      .join("");
  }

  /** The result as text. */
  get result(): string | undefined {
    return this.of("execute_result")[0]?.data["text/plain"];
  }

  get error(): Content | undefined {
    return this.of("error")[0];
  }

  get traceback(): string {
    return (this.error?.traceback ?? []).join("\n");
  }
}

const KEY = "a key for tests";
const MAIN = resolve(import.meta.dirname, "../../kernel/dist/main.cjs");
const DELIMITER = "<IDS|MSG>";
/** Nothing that a test waits for takes longer, ms. */
const LONGEST = 25_000;

export class KernelClient {
  readonly arrived: Arrived[] = [];
  /** What the kernel wrote for the server's log. */
  log = "";
  exitCode: number | null | undefined;
  private readonly session = randomUUID();
  private readonly watchers = new Set<() => void>();
  private readonly identity = randomUUID();
  private readonly sockets;
  private readonly iopub;

  private constructor(
    readonly process: ChildProcess,
    readonly folder: string,
    private readonly connection: string,
    { receiveHighWaterMark }: StartOptions,
  ) {
    const dealer = () => new Dealer({ linger: 0, routingId: this.identity });
    this.sockets = { shell: dealer(), control: dealer(), stdin: dealer() };
    this.iopub = new Subscriber({
      linger: 0,
      receiveHighWaterMark: receiveHighWaterMark ?? 0,
    });
    process.stderr!.on("data", (chunk) => {
      this.log += chunk;
    });
    process.on("exit", (code) => {
      this.exitCode = code;
      this.changed();
    });
  }

  /** Starts a kernel and waits until it answers on all channels. */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const connection = mkdtempSync(join(tmpdir(), "kernel-"));
    const file = join(connection, "connection.json");
    const ports = { shell_port: 1, stdin_port: 2, iopub_port: 3, control_port: 4, hb_port: 5 };
    writeFileSync(
      file,
      JSON.stringify({
        ...ports,
        transport: "ipc",
        ip: join(connection, "s"),
        key: KEY,
        signature_scheme: "hmac-sha256",
      }),
    );
    const folder = options.folder ?? connection;
    const child = spawn(process.execPath, [MAIN, file], {
      cwd: folder,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const client = new KernelClient(child, folder, connection, options);
    await client.connect();
    return client;
  }

  private address(port: number): string {
    return `ipc://${join(this.connection, "s")}-${port}`;
  }

  private async connect(): Promise<void> {
    this.sockets.shell.connect(this.address(1));
    this.sockets.stdin.connect(this.address(2));
    this.sockets.control.connect(this.address(4));
    this.iopub.subscribe();
    this.iopub.connect(this.address(3));
    for (const [name, socket] of Object.entries(this.sockets)) void this.listen(name, socket);
    if (this.iopub.receiveHighWaterMark === 0) this.readOutput();
    // A subscriber misses what is published before it is connected: ask until a status message comes.
    const since = Date.now();
    while (!this.arrived.some((m) => m.channel === "iopub" && m.parent)) {
      if (Date.now() - since > LONGEST || this.exitCode !== undefined)
        throw new Error(`the kernel does not answer: ${this.log}`);
      await this.send("control", "kernel_info_request", {});
      if (this.iopub.receiveHighWaterMark !== 0) return;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** Starts to read iopub (at once, unless the client is a slow one). */
  readOutput(): void {
    void this.listen("iopub", this.iopub);
  }

  private async listen(name: string, socket: Dealer | Subscriber): Promise<void> {
    try {
      for await (const frames of socket) {
        this.arrived.push(decode(name as Arrived["channel"], frames));
        this.changed();
      }
    } catch (error) {
      if (!socket.closed) throw error;
    }
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }

  /** Waits for the first message that `isIt` says yes to. */
  async until(what: string, isIt: (message: Arrived) => boolean): Promise<Arrived> {
    let looked = 0;
    return new Promise((done, fail) => {
      const end = (action: () => void) => {
        clearTimeout(timer);
        this.watchers.delete(look);
        action();
      };
      const look = () => {
        for (; looked < this.arrived.length; looked++) {
          const message = this.arrived[looked]!;
          if (isIt(message)) return end(() => done(message));
        }
        if (this.exitCode !== undefined)
          end(() => fail(new Error(`the kernel ended while ${what} was awaited\n${this.log}`)));
      };
      const timer = setTimeout(
        () => end(() => fail(new Error(`${what} did not come\n${this.log}`))),
        LONGEST,
      );
      this.watchers.add(look);
      look();
    });
  }

  /** Sends a request; gives its id. */
  async send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: Content,
    metadata: Content = {},
  ): Promise<string> {
    const id = randomUUID();
    const json = JSON.stringify(content);
    await this.sendRaw(channel, this.encode(id, type, json, KEY, JSON.stringify(metadata)));
    return id;
  }

  async sendRaw(
    channel: "shell" | "control" | "stdin",
    frames: (string | Buffer)[],
  ): Promise<void> {
    await this.sockets[channel].send(frames);
  }

  /** The frames of a message, signed. */
  encode(id: string, type: string, content: string, key = KEY, metadata = "{}"): string[] {
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.session,
      username: "test",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const parts = [JSON.stringify(header), "{}", metadata, content];
    return [DELIMITER, sign(parts, key), ...parts];
  }

  /** Sends a request and waits for its reply. */
  async request(
    channel: "shell" | "control",
    type: string,
    content: Content = {},
  ): Promise<Content> {
    const id = await this.send(channel, type, content);
    return (await this.reply(id, type)).content;
  }

  private reply(id: string, what: string): Promise<Arrived> {
    return this.until(
      `the reply to ${what}`,
      (m) => m.parent === id && (m.channel === "shell" || m.channel === "control"),
    );
  }

  /** Starts a cell; `finish` gives its run. */
  start(code: string, options: ExecuteOptions = {}): Promise<string> {
    const defaults = { silent: false, store_history: true, allow_stdin: false };
    return this.send("shell", "execute_request", { ...defaults, ...options, code });
  }

  /** Waits until a cell has ended: its reply and its idle status are there. */
  async finish(id: string): Promise<Run> {
    const reply = await this.reply(id, "execute_request");
    await this.until(
      "idle",
      (m) => m.parent === id && m.type === "status" && m.content.execution_state === "idle",
    );
    return new Run(id, this.publishedFor(id), reply.content);
  }

  /** What came on iopub for a request so far. */
  publishedFor(id: string): Arrived[] {
    return this.arrived.filter((m) => m.parent === id && m.channel === "iopub");
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<Run> {
    return this.finish(await this.start(code, options));
  }

  /** Runs a cell that has to succeed; gives its result as text. */
  async value(code: string): Promise<string | undefined> {
    const run = await this.execute(code);
    if (run.error) throw new Error(run.traceback);
    return run.result;
  }

  interrupt(): Promise<Content> {
    return this.request("control", "interrupt_request");
  }

  /** Whether the heartbeat answers. */
  async beats(): Promise<boolean> {
    const socket = new Request({ linger: 0, receiveTimeout: 2000 });
    socket.connect(this.address(5));
    try {
      await socket.send("ping");
      const [answer] = await socket.receive();
      return String(answer) === "ping";
    } catch {
      return false;
    } finally {
      socket.close();
    }
  }

  /** Ends the kernel, and removes what it needed. */
  async stop(): Promise<void> {
    if (this.exitCode === undefined) {
      const ended = new Promise((done) => this.process.once("exit", done));
      this.process.kill("SIGKILL");
      await ended;
    }
    for (const socket of [...Object.values(this.sockets), this.iopub]) socket.close();
    rmSync(this.connection, { recursive: true, force: true });
  }
}

function sign(parts: readonly (string | Buffer)[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function decode(channel: Arrived["channel"], frames: Buffer[]): Arrived {
  const at = frames.findIndex((f) => f.toString() === DELIMITER);
  const parts = frames.slice(at + 2, at + 6);
  if (frames[at + 1]!.toString() !== sign(parts, KEY)) throw new Error("wrong signature");
  const [header, parent, metadata, content] = parts.map((p) => JSON.parse(p.toString()));
  return {
    channel,
    type: header.msg_type,
    parent: parent.msg_id ?? "",
    header,
    content,
    metadata,
    at: performance.now(),
  };
}
