// The Jupyter wire format: a message is some routing ids, a delimiter, a signature and four JSON parts.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The version of the messaging protocol that this kernel speaks. */
export const PROTOCOL_VERSION = "5.4";

/** Addresses that only programs of the same machine reach. */
const LOOPBACK = /^(127(\.\d{1,3}){3}|\[?::1\]?|localhost)$/;

const DELIMITER = Buffer.from("<IDS|MSG>");

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** Any JSON object. */
export type Json = { readonly [key: string]: unknown };

export interface Message {
  /** Where a reply has to go. */
  readonly ids: readonly Uint8Array[];
  readonly header: Header;
  readonly content: Json;
}

/** What Jupyter writes into the connection file. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export type Channel = "shell" | "stdin" | "iopub" | "control" | "hb";

/**
 * The zeromq address of a channel. Throws when other machines could reach it: whoever speaks to a kernel runs
 * code on its machine, and the signature's key is all that would keep them out.
 */
export function address(connection: Connection, channel: Channel): string {
  const port = connection[`${channel}_port`];
  const { transport, ip } = connection;
  if (transport !== "ipc" && !LOOPBACK.test(ip))
    throw new Error(
      `the connection file asks to listen on ${ip}: this kernel listens on the loopback only; start it with the ip 127.0.0.1`,
    );
  return transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
}

/** Encodes and decodes messages of one kernel. */
export class Wire {
  private readonly session = randomUUID();
  private readonly algorithm: string;
  private sent = 0;

  constructor(private readonly connection: Pick<Connection, "key" | "signature_scheme">) {
    this.algorithm = connection.signature_scheme.replace(/^hmac-/, "");
  }

  /**
   * Encodes a message.
   *
   * @param ids routing ids of the one it goes to, or the topic on iopub
   * @param parent the header of the request it answers as JSON, `{}` for none
   * @param content and `metadata` as JSON
   */
  encode(
    ids: readonly Uint8Array[],
    type: string,
    parent: string,
    content: string,
    metadata = "{}",
  ): Buffer[] {
    const header: Header = {
      msg_id: `${this.session}_${++this.sent}`,
      msg_type: type,
      session: this.session,
      username: "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
    const parts = [JSON.stringify(header), parent, metadata, content].map((p) => Buffer.from(p));
    return [...ids.map((i) => Buffer.from(i)), DELIMITER, this.sign(parts), ...parts];
  }

  /** Decodes the frames of a message. Throws an error that says what is wrong with them. */
  decode(frames: readonly Uint8Array[]): Message {
    const at = frames.findIndex((f) => DELIMITER.equals(f));
    if (at < 0 || frames.length < at + 6)
      throw new Error(`a message of ${frames.length} frames is not a Jupyter message`);
    const parts = frames.slice(at + 2, at + 6);
    if (this.connection.key) this.verify(parts, frames[at + 1]!);
    const [header, , , content] = parts.map(parsePart);
    if (!isObject(header) || typeof header.msg_type !== "string" || !isObject(content))
      throw new Error("a message has no type or no content");
    return { ids: frames.slice(0, at), header: header as unknown as Header, content };
  }

  private sign(parts: readonly Uint8Array[]): Buffer {
    if (!this.connection.key) return Buffer.alloc(0);
    const hmac = createHmac(this.algorithm, this.connection.key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest("hex"));
  }

  private verify(parts: readonly Uint8Array[], signature: Uint8Array): void {
    const expected = this.sign(parts);
    if (expected.length !== signature.length || !timingSafeEqual(expected, signature))
      throw new Error("a message has a wrong signature");
  }
}

function parsePart(part: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(part).toString());
  } catch (error) {
    throw new Error(`a part of a message is no JSON: ${(error as Error).message}`);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
