// Where training gets its batches: sequences of several lengths, batched by length and masked, or one
// long stream read in pieces with the state carried on. An epoch is planned at its start, so that a
// resumed run finds its place by number.
import { type Mask, maskOfLengths } from "../layers/mask";
import { PADDING } from "../layers/softmax-output";
import { trainingMessages as messages } from "../messages";
import type { RandomGenerator } from "../random/generator";
import { requireSetting } from "./optimiser";

/** T steps of B sequences, for one update. */
export interface Batch {
  /** B ids a step. */
  readonly xs: readonly Int32Array[];
  /** B labels a step, `PADDING` where there is none. */
  readonly labels: readonly Int32Array[];
  readonly mask?: Mask;
  /** Whether it goes on where the batch before ended: the state is carried, the gradient is not. */
  readonly continues: boolean;
  /** How many labels are not padding. */
  readonly tokens: number;
}

/** The batches of one epoch, made when asked for. */
export interface Epoch {
  readonly count: number;
  batch(index: number): Batch;
}

/** Anything that gives epochs. */
export interface BatchSource {
  /** @param random draws the order; without it the order is fixed, as evaluation wants it */
  epoch(random?: RandomGenerator): Epoch;
}

/** One sequence: x_1 … x_T and its labels, `PADDING` where a step has none. */
export interface Example {
  readonly inputs: Int32Array;
  readonly labels: Int32Array;
}

/** The example of a language model: each id's label is the id after it. @throws RangeError below 2 ids */
export function nextTokens(ids: Int32Array): Example {
  if (ids.length < 2) throw new RangeError(messages.shortStream({ ids: ids.length, needed: 2 }));
  return { inputs: ids.subarray(0, -1), labels: ids.subarray(1) };
}

/**
 * Sequences of any lengths, s_0 = 0 each. Shuffled, then sorted by length so that little is padding,
 * then cut into batches, which come in random order. With `byLength: false` they are not sorted: more
 * padding, but where length goes with content, batches that are alike in length are alike in content
 * and teach less. With `pieceLength` a batch is cut into pieces of so many steps: truncated BPTT, an
 * update a piece.
 */
export class SequenceBatches implements BatchSource {
  /** @throws RangeError for no example or no label, an empty example, or one without as many labels as inputs */
  constructor(
    private readonly examples: readonly Example[],
    private readonly options: { batchSize: number; pieceLength?: number; byLength?: boolean },
  ) {
    if (examples.length === 0) throw new RangeError(messages.noExamples());
    examples.forEach(({ inputs, labels }, index) => {
      if (inputs.length === 0 || inputs.length !== labels.length) {
        const counts = { inputs: inputs.length, labels: labels.length };
        throw new RangeError(messages.badExample({ index, ...counts }));
      }
    });
    if (examples.every(({ labels }) => labels.every((label) => label === PADDING))) {
      throw new RangeError(messages.noLabels());
    }
    requireCount("batchSize", options.batchSize);
    if (options.pieceLength !== undefined) requireCount("pieceLength", options.pieceLength);
  }

  epoch(random?: RandomGenerator): Epoch {
    const { batchSize, pieceLength = Number.MAX_SAFE_INTEGER, byLength = true } = this.options;
    const order = [...(random?.permutation(this.examples.length) ?? this.examples.keys())];
    const length = (i: number) => this.examples[i].inputs.length;
    if (byLength) order.sort((i, j) => length(i) - length(j));
    const batches: number[][] = [];
    for (let at = 0; at < order.length; at += batchSize) {
      batches.push(order.slice(at, at + batchSize));
    }
    random?.shuffle(batches);
    const pieces = batches.flatMap((members) => {
      const steps = Math.max(...members.map(length));
      const count = Math.ceil(steps / pieceLength);
      return Array.from({ length: count }, (_, p) => {
        const from = p * pieceLength;
        return { members, from, to: Math.min(steps, from + pieceLength) };
      });
    });
    return {
      count: pieces.length,
      batch: (i) => {
        const { members, from, to } = pieces[i];
        return padded(
          members.map((m) => this.examples[m]),
          from,
          to,
        );
      },
    };
  }
}

/**
 * One long text as `batchSize` streams side by side, read in pieces of `length` steps with the state
 * carried from piece to piece. What does not fill the last piece is left out.
 */
export class StreamBatches implements BatchSource {
  private readonly pieces: number;

  /** @throws RangeError if the ids do not fill one piece */
  constructor(
    private readonly ids: Int32Array,
    private readonly options: { batchSize: number; length: number },
  ) {
    const { batchSize, length } = options;
    requireCount("batchSize", batchSize);
    requireCount("length", length);
    this.pieces = Math.floor(Math.floor((ids.length - 1) / batchSize) / length);
    if (this.pieces < 1) {
      const needed = batchSize * length + 1;
      throw new RangeError(messages.shortStream({ ids: ids.length, needed }));
    }
  }

  epoch(): Epoch {
    const { batchSize, length } = this.options;
    const streamLength = Math.floor((this.ids.length - 1) / batchSize);
    const column = (at: number) =>
      Int32Array.from({ length: batchSize }, (_, b) => this.ids[b * streamLength + at]);
    return {
      count: this.pieces,
      batch: (i) => ({
        xs: Array.from({ length }, (_, t) => column(i * length + t)),
        labels: Array.from({ length }, (_, t) => column(i * length + t + 1)),
        continues: i > 0,
        tokens: batchSize * length,
      }),
    };
  }
}

/** Steps `from` to before `to` of some examples as one batch, padded on the right. */
function padded(examples: readonly Example[], from: number, to: number): Batch {
  const steps = to - from;
  const lengths = examples.map(({ inputs }) => Math.max(0, Math.min(steps, inputs.length - from)));
  const column = (rows: readonly Int32Array[], t: number, otherwise: number) =>
    Int32Array.from(rows, (row) => (t < row.length ? row[t] : otherwise));
  const inputs = examples.map((example) => example.inputs);
  const labels = examples.map((example) => example.labels);
  const xs = Array.from({ length: steps }, (_, t) => column(inputs, from + t, 0));
  const ys = Array.from({ length: steps }, (_, t) => column(labels, from + t, PADDING));
  const tokens = ys.reduce((sum, row) => sum + row.filter((y) => y !== PADDING).length, 0);
  const full = lengths.every((length) => length === steps);
  return {
    xs,
    labels: ys,
    ...(full ? {} : { mask: maskOfLengths(lengths, steps) }),
    continues: from > 0,
    tokens,
  };
}

function requireCount(name: string, value: number): void {
  requireSetting(name, value, Number.isSafeInteger(value) && value >= 1, "a whole number ≥ 1");
}
