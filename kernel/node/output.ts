// What a cell prints and shows goes to the front end under the header of the request that started it, also when it is
// printed later by a timer or after an await: the request travels along in an AsyncLocalStorage.
import { AsyncLocalStorage } from "node:async_hooks";
import { StringDecoder } from "node:string_decoder";
import type { Channels, Parent } from "./channels";
import type { StreamName } from "./thread-messages";
import type { Json, Message } from "./wire";

/** The part of Channels that output needs. */
export type OutputChannels = Pick<Channels, "publish" | "stream">;

export class Output {
  private readonly requests = new AsyncLocalStorage<Message>();
  private latest: Message | undefined;

  constructor(private readonly channels: OutputChannels) {}

  /** Runs `work`; what it starts prints as `request`. */
  during<T>(request: Message, work: () => T): T {
    this.latest = request;
    return this.requests.run(request, work);
  }

  /** The request that the running code belongs to: where that is not known, the latest one. */
  request(): Message | undefined {
    return this.requests.getStore() ?? this.latest;
  }

  print(name: StreamName, text: string, request = this.request()): void {
    if (text && !isSilent(request)) this.channels.stream(name, request, text);
  }

  publish(type: string, content: Json, request: Parent = this.request()): void {
    if (!isSilent(request)) this.channels.publish(type, request, content);
  }

  /** Makes `process.stdout` and `process.stderr` print into the notebook. */
  capture(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const decoder = new StringDecoder("utf8");
      type Done = (error?: Error | null) => void;
      const write = (chunk: string | Uint8Array, encoding?: string | Done, done?: Done) => {
        this.print(name, typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
        const call = typeof encoding === "function" ? encoding : done;
        if (call) process.nextTick(call);
        return true;
      };
      process[name].write = write as typeof process.stdout.write;
    }
  }
}

function isSilent(request: Parent): boolean {
  return (
    request !== undefined && "content" in request && (request as Message).content.silent === true
  );
}
