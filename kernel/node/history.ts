// What was run in this session, for a console's arrow keys and search. Nothing is written to disk.

interface Entry {
  readonly line: number;
  readonly source: string;
  output: string | null;
}

/** The content of a history_request. */
export interface HistoryRequest {
  readonly hist_access_type?: unknown;
  readonly output?: unknown;
  readonly session?: unknown;
  readonly start?: unknown;
  readonly stop?: unknown;
  readonly n?: unknown;
  readonly pattern?: unknown;
  readonly unique?: unknown;
}

/** `[session, line, source]`, or with output `[session, line, [source, output]]`. */
export type HistoryItem = [number, number, string | [string, string | null]];

/** There is one session, and its number is this. */
const SESSION = 1;

export class History {
  private readonly entries: Entry[] = [];

  /** Notes that `source` was run as number `line`, with its result as text. */
  add(line: number, source: string, output: string | null): void {
    this.entries.push({ line, source, output });
  }

  /** Answers a request by tail (the last n), range (of line numbers) or search (a pattern with `*` and `?`). */
  answer(request: HistoryRequest): HistoryItem[] {
    return this.select(request).map((e) => [
      SESSION,
      e.line,
      request.output ? [e.source, e.output] : e.source,
    ]);
  }

  private select(request: HistoryRequest): Entry[] {
    const last = (entries: Entry[]) =>
      typeof request.n === "number" && request.n > 0 ? entries.slice(-request.n) : entries;
    if (request.hist_access_type === "range") return this.range(request);
    if (request.hist_access_type !== "search") return last(this.entries);
    const pattern = globPattern(typeof request.pattern === "string" ? request.pattern : "*");
    const found = this.entries.filter((e) => pattern.test(e.source));
    return last(request.unique ? latestOfEach(found) : found);
  }

  private range({ session, start, stop }: HistoryRequest): Entry[] {
    // Session 0 is the current one, as is none; negative ones count back to sessions that were not kept.
    if (typeof session === "number" && session !== 0 && session !== SESSION) return [];
    const from = typeof start === "number" ? start : 0;
    const to = typeof stop === "number" ? stop : Number.POSITIVE_INFINITY;
    return this.entries.filter((e) => e.line >= from && e.line < to);
  }
}

function latestOfEach(entries: Entry[]): Entry[] {
  const latest = new Map<string, Entry>();
  for (const e of entries) {
    latest.delete(e.source);
    latest.set(e.source, e);
  }
  return [...latest.values()];
}

/** A shell pattern (`*`, `?`, `[a-z]`, `[^a]`) as a regular expression on the whole text. */
function globPattern(glob: string): RegExp {
  const parts = glob.match(/\[\^?\]?[^\]]*\]|[\s\S]/g) ?? [];
  const source = parts.map((part) => {
    if (part === "*") return "[\\s\\S]*";
    if (part === "?") return "[\\s\\S]";
    if (part.length === 1) return part.replace(/[.+^${}()|[\]\\/]/, "\\$&");
    const [, not, inside] = /^\[(\^?)([\s\S]*)\]$/.exec(part)!;
    return `[${not}${inside!.replace(/[\\\]^[]/g, "\\$&")}]`;
  });
  return new RegExp(`^${source.join("")}$`);
}
