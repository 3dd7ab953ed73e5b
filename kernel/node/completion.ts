// Completion at a cursor.
import type { Language } from "./language";

export interface Completion {
  readonly name: string;
  readonly kind: string;
}

/** Offsets are in UTF-16 units. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

const MOST = 300;

export function complete(language: Language, source: string, cursor: number): Completions {
  const { file } = language.load("_cursor", source, "all");
  const typed = /[\w$]*$/.exec(source.slice(0, cursor))![0];
  const found = language.service.getCompletionsAtPosition(file, cursor, {})?.entries ?? [];
  const items = found
    .filter((e) => e.name.startsWith(typed) && !e.name.startsWith("__cell"))
    .slice(0, MOST)
    .map((e) => ({ name: e.name, kind: e.kind as string }));
  return { start: cursor - typed.length, end: cursor, items };
}
