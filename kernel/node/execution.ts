// Answers execute_request: runs the cell, publishes its result or error, and honours the request's options.
import { Interrupted } from "../portable/executor";
import type { Channels } from "./channels";
import type { Engine } from "./engine";
import type { ErrorContent, Errors } from "./errors";
import type { History } from "./history";
import type { Output } from "./output";
import { type RichOutput, represent } from "./rich";
import type { Strays } from "./strays";
import { Phase } from "./thread-messages";
import type { Json, Message } from "./wire";

export interface ExecutionParts {
  readonly channels: Channels;
  readonly output: Output;
  readonly errors: Errors;
  readonly history: History;
  readonly strays: Strays;
  getEngine(): Promise<Engine>;
  /** Answers what waits in the queue without running it. */
  abortQueue(): Promise<void>;
}

export class Execution {
  /** The number of the last cell. */
  count = 0;
  private payload: Json[] = [];
  private stopAsked = false;

  constructor(private readonly parts: ExecutionParts) {}

  /** Shows `text` in the front end's pager when the running cell ends. */
  page(text: string): void {
    this.payload.push({ source: "page", data: { "text/plain": String(text) }, start: 0 });
  }

  /** Ends a cell that waits for TypeScript to be loaded. */
  stop(): void {
    this.stopAsked = true;
  }

  /** Runs a request's cell; gives the content of the reply. */
  async execute(message: Message): Promise<Json> {
    const { output, history } = this.parts;
    const { content } = message;
    const code = String(content.code ?? "");
    const store = content.silent !== true && content.store_history !== false;
    if (store) this.count++;
    const n = this.count;
    this.payload = [];
    output.publish("execute_input", { code, execution_count: n }, message);
    const { error, rich } = await this.run(message, code, n);
    if (rich) output.publish("execute_result", { execution_count: n, ...rich }, message);
    if (error) output.publish("error", error, message);
    if (store) history.add(n, code, (rich?.data["text/plain"] as string | undefined) ?? null);
    if (error && content.stop_on_error !== false) await this.parts.abortQueue();
    const user_expressions = error ? {} : await this.evaluate(content.user_expressions);
    const base = { execution_count: n, user_expressions, payload: this.payload };
    return error ? { status: "error", ...base, ...error } : { status: "ok", ...base };
  }

  private async run(
    message: Message,
    code: string,
    n: number,
  ): Promise<{ error?: ErrorContent; rich?: RichOutput }> {
    const { channels, errors, output, strays } = this.parts;
    this.stopAsked = false;
    const engine = await this.parts.getEngine();
    if (this.stopAsked) return { error: errors.content(new Interrupted()) };
    strays.begin(message);
    channels.setPhase(Phase.running);
    try {
      const result = await output.during(message, () => engine.run(code, n));
      const stray = await strays.end();
      if (!result.ok) {
        if ("problems" in result) return { error: result.problems };
        return { error: errors.content(result.error) };
      }
      if (stray) return { error: stray };
      if (!result.hasValue || result.value === undefined) return {};
      return { rich: await output.during(message, () => represent(result.value)) };
    } catch (error) {
      return { error: errors.content(error) };
    } finally {
      channels.setPhase(Phase.idle);
    }
  }

  private async evaluate(expressions: unknown): Promise<Json> {
    const results: { [name: string]: unknown } = {};
    if (typeof expressions !== "object" || expressions === null) return results;
    const engine = await this.parts.getEngine();
    for (const [name, source] of Object.entries(expressions)) {
      const outcome = await engine.evaluate(String(source));
      results[name] = outcome.ok
        ? { status: "ok", ...(await represent(outcome.value)) }
        : { status: "error", ...this.parts.errors.content(outcome.error) };
    }
    this.parts.channels.setPhase(Phase.idle);
    return results;
  }
}
