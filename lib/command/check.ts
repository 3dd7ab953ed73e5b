// Checks JSON against a description and says in one sentence what is wrong, with the setting's place.
import { commandMessages as messages } from "../messages";
import { showValue } from "../messages/show-value";

/** Thrown when the command line or a configuration is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Turns a value found at `key` into what is wanted, or throws. */
export interface Field<T> {
  readonly wanted: string;
  read(value: unknown, key: string): T;
  /** What stands in for a missing value; without it the setting is required. */
  readonly otherwise?: { readonly value: T };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
export type Settings<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]["read"]> };

function field<T>(wanted: string, fits: (value: unknown) => boolean): Field<T> {
  return {
    wanted,
    read(value, key) {
      if (fits(value)) return value as T;
      throw new UsageError(messages.badValue({ key, value: showValue(value), wanted }));
    },
  };
}

const number = (wanted: string, fits: (x: number) => boolean): Field<number> =>
  field(wanted, (x) => typeof x === "number" && Number.isFinite(x) && fits(x));

export const fields = {
  count: number(messages.count(), (x) => Number.isSafeInteger(x) && x >= 1),
  seed: number(messages.seed(), (x) => Number.isSafeInteger(x) && x >= 0),
  positive: number(messages.positive(), (x) => x > 0),
  notNegative: number(messages.notNegative(), (x) => x >= 0),
  share: number(messages.share(), (x) => x >= 0 && x < 1),
  factor: number(messages.factor(), (x) => x > 0 && x <= 1),
  text: field<string>(messages.text(), (x) => typeof x === "string" && x !== ""),
  yesOrNo: field<boolean>(messages.yesOrNo(), (x) => typeof x === "boolean"),
  oneOf: <const T extends string>(...names: T[]): Field<T> =>
    field(messages.oneOf({ names: names.map((name) => JSON.stringify(name)).join(", ") }), (x) =>
      names.includes(x as T),
    ),
  optional: <T>(inner: Field<T>): Field<T | undefined> => ({
    ...inner,
    otherwise: { value: undefined },
  }),
  otherwise: <T>(inner: Field<T>, value: T): Field<T> => ({ ...inner, otherwise: { value } }),
  settings: <F extends Fields>(inner: F): Field<Settings<F>> => ({
    wanted: messages.settings(),
    read: (value, key) => readSettings(inner, value, key),
  }),
  /** Settings whose "kind" decides which others there are. */
  kinds: <F extends Readonly<Record<string, Fields>>>(
    kinds: F,
  ): Field<{ readonly kind: keyof F & string } & Readonly<Record<string, unknown>>> => ({
    wanted: messages.settings(),
    read(value, key) {
      const names = Object.keys(kinds) as (keyof F & string)[];
      const kind = fields.oneOf(...names);
      const found = kind.read(requireObject(value, key).kind, `${key}.kind`);
      return readSettings({ kind, ...kinds[found] }, value, key) as { kind: keyof F & string };
    },
  }),
};

function requireObject(value: unknown, key: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new UsageError(
    messages.badValue({ key, value: showValue(value), wanted: messages.settings() }),
  );
}

/** @throws UsageError for an unknown key, a missing one, or a wrong value, naming it */
export function readSettings<F extends Fields>(inner: F, value: unknown, key = ""): Settings<F> {
  const given = requireObject(value, key || "the configuration");
  const place = (name: string) => (key ? `${key}.${name}` : name);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(inner, name));
  if (unknown !== undefined) {
    const known = Object.keys(inner).join(", ");
    throw new UsageError(messages.unknownKey({ key: place(unknown), known }));
  }
  const read = Object.entries(inner).map(([name, one]) => {
    if (given[name] !== undefined) return [name, one.read(given[name], place(name))];
    if (one.otherwise) return [name, one.otherwise.value];
    throw new UsageError(messages.missingKey({ key: place(name), wanted: one.wanted }));
  });
  return Object.fromEntries(read.filter(([, one]) => one !== undefined)) as Settings<F>;
}
