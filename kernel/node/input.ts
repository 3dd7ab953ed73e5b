// Asking the reader for input: `prompt` and `confirm`, which sleep until the answer comes, as they do in browsers.
import type { Channels } from "./channels";
import type { Output } from "./output";

/** Makes the functions global. */
export function installInput(output: Output, channels: Pick<Channels, "ask">): void {
  const ask = (message: string, password: boolean): string => {
    const request = output.request();
    if (request?.content.allow_stdin !== true)
      throw new Error(
        "this front end cannot ask for input (allow_stdin is off): put the value into the cell",
      );
    return channels.ask(request, message, password);
  };
  const prompt = (message = "", options: string | { password?: boolean } = ""): string => {
    const isText = typeof options === "string";
    const answer = ask(message, !isText && options.password === true);
    return answer === "" && isText ? options : answer;
  };
  const confirm = (message = ""): boolean => /^\s*y/i.test(ask(`${message} [y/N] `, false));
  Object.assign(globalThis, { prompt, confirm });
}
