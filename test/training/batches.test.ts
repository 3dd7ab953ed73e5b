// Batches number by number: their order, padding, masks and pieces; and every refusal in full.
import { describe, expect, it } from "vitest";
import { PADDING } from "../../lib/layers/softmax-output";
import { RandomGenerator } from "../../lib/random/generator";
import {
  type BatchSource,
  type Example,
  nextTokens,
  SequenceBatches,
  StreamBatches,
} from "../../lib/training/batches";

const P = PADDING;

/** Sequences of these lengths; ids and labels say which sequence and which step, from 1. */
const sequences = (...lengths: number[]): Example[] =>
  lengths.map((length, k) => {
    const inputs = Int32Array.from({ length }, (_, t) => 10 * (k + 1) + t + 1);
    return { inputs, labels: inputs.map((id) => 100 + id) };
  });

const all = (source: BatchSource, random?: RandomGenerator) => {
  const epoch = source.epoch(random);
  return Array.from({ length: epoch.count }, (_, i) => epoch.batch(i));
};
const rows = (columns: readonly ArrayLike<number>[] | undefined) =>
  columns?.map((column) => Array.from(column));
/** Which sequences each batch holds, by their first ids. */
const members = (source: BatchSource) =>
  all(source).map(({ xs }) => Array.from(xs[0], (id) => (id - 1) / 10));

describe("nextTokens", () => {
  it("labels each id by the next, from 2 ids on", () => {
    const example = nextTokens(Int32Array.of(4, 5, 6));
    expect(example).toEqual({ inputs: Int32Array.of(4, 5), labels: Int32Array.of(5, 6) });
    expect(nextTokens(Int32Array.of(1, 2)).labels).toEqual(Int32Array.of(2));
    expect(() => nextTokens(Int32Array.of(1))).toThrow(
      new RangeError(
        "1 ids are too few for one piece: give at least 2, or smaller batches or pieces",
      ),
    );
  });
});

describe("sequences", () => {
  const five = sequences(3, 1, 2, 1, 2);

  it("come in order of length, those of one length as they were given", () => {
    expect(members(new SequenceBatches(five, { batchSize: 2 }))).toEqual([[2, 4], [3, 5], [1]]);
    expect(members(new SequenceBatches(five, { batchSize: 9 }))).toEqual([[2, 4, 3, 5, 1]]);
    const asGiven = new SequenceBatches(five, { batchSize: 2, byLength: false });
    expect(members(asGiven)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("are drawn into batches by the generator, and the batches' order after that", () => {
    const six = [...five, ...sequences(1)];
    for (const seed of [1, 2, 3, 4]) {
      for (const [examples, byLength] of [
        [five, true],
        [five, false],
        [six, true],
      ] as const) {
        const source = new SequenceBatches(examples, { batchSize: 2, byLength });
        const random = new RandomGenerator(seed);
        const order = [...random.permutation(examples.length)];
        if (byLength) order.sort((i, j) => examples[i].inputs.length - examples[j].inputs.length);
        const batches = [0, 2, 4].map((at) => order.slice(at, at + 2));
        const expected = random
          .shuffle(batches)
          .map((batch) => batch.map((k) => examples[k].inputs[0]));
        const got = all(source, new RandomGenerator(seed)).map(({ xs }) => Array.from(xs[0]));
        expect(got).toEqual(expected);
      }
    }
  });

  it("are padded and masked on the right; only what is not padding counts as a label", () => {
    const some = sequences(3, 1);
    some[0].labels[1] = P;
    const [batch] = all(new SequenceBatches(some, { batchSize: 2, byLength: false }));
    expect(batch).toEqual({
      xs: [Int32Array.of(11, 21), Int32Array.of(12, 0), Int32Array.of(13, 0)],
      labels: [Int32Array.of(111, 121), Int32Array.of(P, P), Int32Array.of(113, P)],
      mask: [Uint8Array.of(1, 1), Uint8Array.of(1, 0), Uint8Array.of(1, 0)],
      continues: false,
      tokens: 3,
    });
  });

  it("of one length have no mask", () => {
    const [batch] = all(new SequenceBatches(sequences(2, 2), { batchSize: 2 }));
    expect(batch).not.toHaveProperty("mask");
    expect(rows(batch.xs)).toEqual([
      [11, 21],
      [12, 22],
    ]);
    expect(batch.tokens).toBe(4);
  });

  it("are cut into pieces that go on, the short ones masked to their end", () => {
    const source = new SequenceBatches(sequences(5, 1, 4), { batchSize: 3, pieceLength: 2 });
    const pieces = all(source);
    expect(pieces.map(({ xs }) => rows(xs))).toEqual([
      [
        [21, 31, 11],
        [0, 32, 12],
      ],
      [
        [0, 33, 13],
        [0, 34, 14],
      ],
      [[0, 0, 15]],
    ]);
    expect(pieces.map(({ labels }) => rows(labels))).toEqual([
      [
        [121, 131, 111],
        [P, 132, 112],
      ],
      [
        [P, 133, 113],
        [P, 134, 114],
      ],
      [[P, P, 115]],
    ]);
    expect(pieces.map(({ mask }) => rows(mask))).toEqual([
      [
        [1, 1, 1],
        [0, 1, 1],
      ],
      [
        [0, 1, 1],
        [0, 1, 1],
      ],
      [[0, 0, 1]],
    ]);
    expect(pieces.map(({ continues, tokens }) => [continues, tokens])).toEqual([
      [false, 5],
      [true, 4],
      [true, 1],
    ]);
  });

  it("as long as a piece, or shorter, are one piece; each batch begins anew", () => {
    const source = new SequenceBatches(sequences(2, 4, 3), { batchSize: 1, pieceLength: 3 });
    const lengths = all(source).map(({ xs, continues }) => [xs.length, continues]);
    expect(lengths).toEqual([
      [2, false],
      [3, false],
      [3, false],
      [1, true],
    ]);
  });

  it("are refused where there is nothing to learn from", () => {
    const make = (examples: Example[]) => () => new SequenceBatches(examples, { batchSize: 1 });
    const message = (text: string) => new RangeError(text);
    expect(make([])).toThrow(message("there are no examples: give at least 1"));
    const [good] = sequences(2);
    const empty = { inputs: new Int32Array(0), labels: new Int32Array(0) };
    const long = { inputs: Int32Array.of(1), labels: Int32Array.of(1, 2) };
    const counts = (k: number, inputs: number, labels: number) =>
      `example ${k} has ${inputs} inputs and ${labels} labels: give as many of both, 1 or more`;
    expect(make([good, empty])).toThrow(message(counts(1, 0, 0)));
    expect(make([good, good, long])).toThrow(message(counts(2, 1, 2)));
    const blank = { inputs: Int32Array.of(1, 2), labels: Int32Array.of(P, P) };
    expect(make([blank, blank])).toThrow(
      message("no example has a label: all are padding, so nothing can be learned"),
    );
    expect(make([blank, good])).not.toThrow();
    expect(make([{ ...blank, labels: Int32Array.of(P, 3) }])).not.toThrow();
  });

  it.each([0, -1, 1.5, 2 ** 53, Number.NaN])("are not put into batches or pieces of %d", (bad) => {
    const wanted = (name: string) => new RangeError(`${name} is ${bad}; give a whole number ≥ 1.`);
    expect(() => new SequenceBatches(five, { batchSize: bad })).toThrow(wanted("batchSize"));
    const pieces = () => new SequenceBatches(five, { batchSize: 1, pieceLength: bad });
    expect(pieces).toThrow(wanted("pieceLength"));
    const stream = (batchSize: number, length: number) => () =>
      new StreamBatches(new Int32Array(9), { batchSize, length });
    expect(stream(bad, 1)).toThrow(wanted("batchSize"));
    expect(stream(1, bad)).toThrow(wanted("length"));
  });
});

describe("streams", () => {
  const ids = (length: number) => Int32Array.from({ length }, (_, i) => i);

  it("are cut side by side; what does not fill the last piece is left out", () => {
    const pieces = all(new StreamBatches(ids(16), { batchSize: 2, length: 3 })); // 7 labels each
    expect(pieces).toEqual([
      {
        xs: [Int32Array.of(0, 7), Int32Array.of(1, 8), Int32Array.of(2, 9)],
        labels: [Int32Array.of(1, 8), Int32Array.of(2, 9), Int32Array.of(3, 10)],
        continues: false,
        tokens: 6,
      },
      {
        xs: [Int32Array.of(3, 10), Int32Array.of(4, 11), Int32Array.of(5, 12)],
        labels: [Int32Array.of(4, 11), Int32Array.of(5, 12), Int32Array.of(6, 13)],
        continues: true,
        tokens: 6,
      },
    ]);
  });

  it("need one id more than a piece has, and no further one", () => {
    const make = (count: number) => () =>
      new StreamBatches(ids(count), { batchSize: 3, length: 4 }).epoch().count;
    expect(make(13)()).toBe(1);
    expect(make(24)()).toBe(1);
    expect(make(25)()).toBe(2);
    expect(make(12)).toThrow(
      new RangeError(
        "12 ids are too few for one piece: give at least 13, or smaller batches or pieces",
      ),
    );
  });
});
