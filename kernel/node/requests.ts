// Answers every kind of request: looks up its type and gives the type and the content of the reply.
import { codePoints, utf16Offset } from "../portable/text-offsets";
import type { Channels } from "./channels";
import type { Engine } from "./engine";
import type { Execution } from "./execution";
import type { History } from "./history";
import { kernelInfo } from "./kernel-info";
import type { Json, Message } from "./wire";

export interface RequestParts {
  readonly channels: Channels;
  readonly history: History;
  readonly execution: Execution;
  getEngine(): Promise<Engine>;
  interrupt(): void;
}

type Answer = Json | Promise<Json>;

export class Requests {
  /** By message type. A reply's type is the request's with `reply` at its end. */
  private readonly answers: { readonly [type: string]: (message: Message) => Answer } = {
    kernel_info_request: kernelInfo,
    execute_request: (message) => this.parts.execution.execute(message),
    history_request: ({ content }) => ({
      status: "ok",
      history: this.parts.history.answer(content),
    }),
    is_complete_request: async ({ content }) => {
      const engine = await this.parts.getEngine();
      return { ...engine.isComplete(String(content.code ?? "")) };
    },
    complete_request: ({ content }) => this.complete(content),
    inspect_request: ({ content }) => this.inspect(content),
    comm_info_request: () => ({ status: "ok", comms: {} }),
    interrupt_request: () => {
      this.parts.interrupt();
      return { status: "ok" };
    },
    shutdown_request: ({ content }) => ({ status: "ok", restart: content.restart === true }),
  };

  constructor(private readonly parts: RequestParts) {}

  /** The reply's content; `undefined` for a message that asks for no reply. Throws for one that is not known. */
  answer(message: Message): Answer | undefined {
    const type = message.header.msg_type;
    const answer = Object.hasOwn(this.answers, type) ? this.answers[type] : undefined;
    if (answer) return answer(message);
    // No comm has a target here: whoever opens one is told that it is closed.
    if (type === "comm_open")
      this.parts.channels.publish("comm_close", message, {
        comm_id: message.content.comm_id,
        data: {},
      });
    else if (!type.startsWith("comm_")) throw new Error(`ignored: a message of type ${type}`);
    return undefined;
  }

  private async complete({ code, cursor_pos }: Json): Promise<Json> {
    const source = String(code ?? "");
    const engine = await this.parts.getEngine();
    const { start, end, items } = engine.complete(source, utf16Offset(source, cursor_pos));
    const range = { start: codePoints(source, start), end: codePoints(source, end) };
    const types = items.map((i) => ({ ...range, text: i.name, type: i.kind }));
    return {
      status: "ok",
      matches: items.map((i) => i.name),
      cursor_start: range.start,
      cursor_end: range.end,
      metadata: { _jupyter_types_experimental: types },
    };
  }

  private async inspect({ code, cursor_pos }: Json): Promise<Json> {
    const source = String(code ?? "");
    const engine = await this.parts.getEngine();
    const data = engine.inspect(source, utf16Offset(source, cursor_pos));
    return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
  }
}
