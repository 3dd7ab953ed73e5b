// Errors that no code catches: a rejected promise that nobody awaits, a throw in a callback. They belong to the cell
// that started them. While it runs they make it fail; later, they are printed below it.
import { setImmediate } from "node:timers";
import type { ErrorContent, Errors } from "./errors";
import type { Output } from "./output";
import type { Message } from "./wire";

export class Strays {
  private running: Message | undefined;
  private first: ErrorContent | undefined;

  constructor(
    private readonly output: Output,
    private readonly errors: Errors,
  ) {}

  /** Makes every uncaught error of the process come here. */
  install(): void {
    process.on("uncaughtException", (error) => this.arrived(error));
    process.on("unhandledRejection", (error) => this.arrived(error));
  }

  /** From now on errors that `request` started make it fail. */
  begin(request: Message): void {
    this.running = request;
    this.first = undefined;
  }

  /** The first error since `begin`, if there was one. */
  async end(): Promise<ErrorContent | undefined> {
    // Rejections that nobody awaits surface one turn later.
    for (let i = 0; i < 2; i++) await new Promise<void>((resolve) => setImmediate(resolve));
    this.running = undefined;
    return this.first;
  }

  private arrived(error: unknown): void {
    const request = this.output.request();
    const content = this.errors.content(error, "Uncaught ");
    if (this.running && request === this.running && !this.first) this.first = content;
    else this.output.print("stderr", `${content.traceback.join("\n")}\n`, request);
  }
}
