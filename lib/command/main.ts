// The command line: reads arguments, runs a command, and turns errors into one line and an exit status.
import { parseArgs } from "node:util";
import { installNodeHost } from "../host/node-host";
import { helpMessages as help, commandMessages as messages } from "../messages";
import { useEnvironment } from "../tensor/environment";
import { fields, UsageError } from "./check";
import { train } from "./train";
import { evaluate, sample } from "./use";

/** Where a command writes: results on `out`, all else on `err`. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

type Values = Record<string, string | boolean | undefined>;
type Options = Record<string, { type: "string" | "boolean"; short?: string }>;
const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

interface Command {
  readonly options: Options;
  run(file: string, values: Values, output: Output): Promise<number>;
}

const PARTS = ["test", "validation", "train"] as const;

const commands: Record<"train" | "sample" | "evaluate", Command> = {
  train: {
    options: { out: text, resume: flag, every: text },
    run: (config, { out, resume, every }, output) =>
      stoppable((signal) =>
        train({
          config,
          out: out as string | undefined,
          resume: resume === true,
          every: numberOf("every", every, fields.notNegative) ?? 60,
          signal,
          say: (line) => output.err(`${line}\n`),
        }),
      ),
  },
  sample: {
    options: { length: text, start: text, temperature: text, top: text, seed: text },
    async run(model, { length, start, temperature, top, seed }, { out }) {
      const written = await sample({
        model,
        length: numberOf("length", length, fields.count),
        start: start as string | undefined,
        temperature: numberOf("temperature", temperature, fields.notNegative) ?? 1,
        topK: numberOf("top", top, fields.count),
        seed: numberOf("seed", seed, fields.seed) ?? 1,
      });
      out(`${written}\n`);
      return 0;
    },
  },
  evaluate: {
    options: { part: text },
    async run(model, { part = "test" }, { out }) {
      const known = PARTS.find((name) => name === part);
      if (!known) {
        const wanted = messages.oneOf({ names: PARTS.join(", ") });
        throw new UsageError(messages.badNumber({ option: "part", value: String(part), wanted }));
      }
      out(`${await evaluate(model, known)}\n`);
      return 0;
    },
  },
};

/** Runs what the arguments say. @returns exit status */
export async function main(args: readonly string[], output: Output): Promise<number> {
  installNodeHost();
  useEnvironment(process.env);
  try {
    return await dispatch(args, output);
  } catch (error) {
    output.err(`unrolled: ${error instanceof Error ? error.message : error}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function dispatch([name, ...rest]: readonly string[], output: Output): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    (name === undefined ? output.err : output.out)(`${help.unrolled()}\n`);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    const known = [...Object.keys(commands), "kernel", "doctor"].join(", ");
    throw new UsageError(messages.noCommand({ given: name, known }));
  }
  const command = name as keyof typeof commands;
  const { values, positionals } = readArguments(command, rest);
  if (values.help) {
    output.out(`${help[command]()}\n`);
    return 0;
  }
  if (positionals.length !== 1) {
    throw new UsageError(messages.oneFile({ command, given: positionals.length }));
  }
  return commands[command].run(positionals[0], values, output);
}

function readArguments(command: keyof typeof commands, args: string[]) {
  const options: Options = {
    ...commands[command].options,
    help: { type: "boolean", short: "h" },
  };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (error) {
    const why = (error as Error).message.replace(/\. To specify.*$/s, "").replace(/\.$/, "");
    throw new UsageError(messages.badOption({ why, command }));
  }
}

function numberOf(
  option: string,
  value: string | boolean | undefined,
  field: { wanted: string; read(value: unknown, key: string): number },
): number | undefined {
  if (value === undefined) return undefined;
  try {
    return field.read(value === "" ? value : Number(value), option);
  } catch {
    throw new UsageError(
      messages.badNumber({ option, value: String(value), wanted: field.wanted }),
    );
  }
}

/** Runs a command that SIGINT and SIGTERM stop; a second signal ends it at once. */
async function stoppable(run: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stop = new AbortController();
  const statuses = { SIGINT: 130, SIGTERM: 143 };
  const listeners = Object.entries(statuses).map(([name, status]) => {
    const listen = () => {
      if (stop.signal.aborted) process.exit(status);
      stop.abort(status);
    };
    process.on(name, listen);
    return () => process.removeListener(name, listen);
  });
  try {
    return await run(stop.signal);
  } finally {
    for (const remove of listeners) remove();
  }
}
