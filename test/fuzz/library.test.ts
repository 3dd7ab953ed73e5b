// The library given anything: a whole result, or an error that says the value and what was expected.
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { type Host, host, setHost } from "../../lib/host/host";
import { installNodeHost, readData as readOwn } from "../../lib/host/node-host";
import {
  Embedding,
  FastModel,
  GRU,
  LSTM,
  Matrix,
  RandomGenerator,
  RecurrentLayer,
  SequenceModel,
  Vocabulary,
  Workspace,
} from "../../lib/index";
import { loadCorpus } from "../../lib/language/corpus";
import { anyJson, cases, errorOf } from "./cases";

installNodeHost();
const own = host();
afterEach(() => setHost(own));

const saved = JSON.parse(JSON.stringify(new Vocabulary("abc", { start: "<s>", unknown: "?" })));

it("vocabularies: any JSON, whole and in the place of a part", () => {
  const text = fc.oneof(fc.string({ maxLength: 2 }), fc.constantFrom("a", "?", "<s>"));
  const change = fc.oneof(
    fc.tuple(fc.constantFrom("tokens", "__proto__"), fc.oneof(anyJson, fc.array(text))),
    fc.tuple(fc.constantFrom("format", "start", "end", "unknown"), fc.oneof(anyJson, text)),
  );
  fc.assert(
    fc.property(change, ([part, value]) => {
      for (const given of [value, { ...saved, [part]: value }]) {
        let read: Vocabulary | undefined;
        const error = errorOf(() => {
          read = Vocabulary.fromJSON(given);
        });
        if (error) {
          expect(`${error.name}: ${error.message}`).toMatch(/^(Type|Range)Error: .*vocabulary/i);
        } else {
          const marks = [read!.start, read!.end, read!.unknown].filter((id) => id !== undefined);
          expect(marks.every((id) => typeof read!.tokens[id] === "string")).toBe(true);
          const again = Vocabulary.fromJSON(JSON.parse(JSON.stringify(read)));
          expect(again.tokens).toEqual(read!.tokens);
          expect(read!.tokens.map((_, id) => read!.token(id))).toEqual(read!.tokens);
        }
      }
    }),
    cases,
  );
});

it("corpora: a file with bytes changed, cut off or added is refused by its name", async () => {
  const good = await readOwn("grammar.txt");
  const damage = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(3));
  await fc.assert(
    fc.asyncProperty(damage, async ([at, by, kind]) => {
      let bytes = Uint8Array.from(good);
      if (kind === 0) bytes = bytes.slice(0, at);
      else if (kind === 1) bytes = Uint8Array.from([...bytes, by]);
      else bytes[at] ^= by;
      const readData: Host["readData"] = (name) =>
        name === "grammar.txt" ? Promise.resolve(bytes) : readOwn(name);
      setHost({ ...own, readData });
      await expect(loadCorpus("grammar-rules")).rejects.toThrow("grammar.txt");
    }),
    { ...cases, numRuns: Math.min(cases.numRuns, 10_000) },
  );
});

const size = fc.oneof(
  fc.integer({ min: -1, max: 4 }),
  fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53 - 1, 1e300, -0),
);
const random = () => new RandomGenerator(1);
const makers = {
  rnn: (m: number, n: number) => new RecurrentLayer(m, n, { random: random() }),
  lstm: (m: number, n: number) => new LSTM(m, n, { random: random() }),
  gru: (m: number, n: number) => new GRU(m, n, { random: random() }),
  embedding: (m: number, n: number) => new Embedding(m, n, { random: random() }),
};
const isSize = (n: number) => Number.isSafeInteger(n) && n >= 1;

it("layers: sizes of any kind make finite weights, or an error before anything is allocated", () => {
  const kind = fc.constantFrom(...(Object.keys(makers) as (keyof typeof makers)[]));
  fc.assert(
    fc.property(kind, size, size, (name, m, n) => {
      const error = errorOf(() => {
        for (const { data } of Object.values(makers[name](m, n).parameters))
          expect(data.every(Number.isFinite)).toBe(true);
      });
      expect(error === undefined).toBe([m, n].every((s) => isSize(s) && s < 5));
      if (error) expect(error).toBeInstanceOf(RangeError);
      const wrong = [m, n].find((s) => !isSize(s));
      if (wrong !== undefined) expect(error!.message).toContain("; give a whole number ≥ 1.");
    }),
    cases,
  );
});

const model = () =>
  new SequenceModel(new RecurrentLayer(3, 2, { random: random() }), 3, { random: random() });
const shape = fc.tuple(fc.nat(4), fc.nat(4));
const label = fc.oneof(fc.integer({ min: -2, max: 4 }), fc.constant(2 ** 31 - 1));

it("models: inputs, states and labels of any shape give numbers, or an error with the value", () => {
  const [readable, place] = [model(), new Workspace(4)];
  const fast = new FastModel(readable, { workspace: place, precision: "f64" });
  const rows = fc.array(fc.array(label, { maxLength: 4 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 3 }), rows, shape, (shapes, labels, [r, c]) => {
      const xs = shapes.map(([rows, columns]) => new Matrix(rows, columns));
      const ys = labels.map((row) => Int32Array.from(row));
      const s0 = new Matrix(r, c);
      let loss = Number.NaN;
      const error = errorOf(() => {
        loss = readable.pass(xs, ys, s0).loss;
      });
      if (error) expect(error.message).toMatch(/expected|give|lies/);
      else expect(Number.isFinite(loss)).toBe(true);
      const twin = errorOf(() => {
        expect(fast.pass(xs, ys, s0).loss).toBeCloseTo(loss, 9);
      });
      expect(twin === undefined).toBe(error === undefined);
    }),
    cases,
  );
});

it("workspaces: what would overflow the memory is refused, and the rest goes on as before", () => {
  const space = new Workspace(4);
  const kept = space.allocate(64, "kept");
  space.f64[kept / 8] = 7;
  const { blockBytes } = space.use;
  const much = fc.oneof(
    fc.integer({ min: 2 ** 22, max: 2 ** 31 }),
    fc.constantFrom(2 ** 32, 2 ** 53, 1e300, Number.POSITIVE_INFINITY),
  );
  fc.assert(
    fc.property(much, fc.boolean(), (bytes, block) => {
      const error = errorOf(() => (block ? space.allocate : space.borrow).call(space, bytes, "x"));
      expect(error).toBeInstanceOf(RangeError);
      expect(error!.message).toContain("x");
      expect(space.f64[kept / 8]).toBe(7);
      expect(space.use.blockBytes).toBe(blockBytes);
      space.beginStep();
      space.borrow(1024, "more");
    }),
    cases,
  );
  const mebibytes = fc.oneof(fc.double(), fc.integer({ max: 3 }), fc.integer({ min: 4097 }));
  fc.assert(
    fc.property(mebibytes, (given) => {
      fc.pre(!(Number.isInteger(given) && given >= 4 && given <= 4096));
      expect(errorOf(() => new Workspace(given))?.message).toContain(String(given));
    }),
    cases,
  );
});
