// Asking the reader for input: `prompt` and `confirm`, which sleep until the answer comes, as they do in browsers.
import type { Channels } from "./channels";
import type { Output } from "./output";

/** What cells may call; declared for TypeScript as it is here. */
export const INPUT_TYPES = `
/** Asks the reader for a line of text and waits for it. An empty answer gives \`defaultValue\` if there is one. */
declare function prompt(message?: string, defaultValue?: string): string;
/** The same in a form that hides what is typed. */
declare function prompt(message: string, options: { readonly password: boolean }): string;
/** Asks the reader a question that is answered by y or n. */
declare function confirm(message?: string): boolean;
`;

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
