// What must hold for every layer, sequence and batch.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BidirectionalLayer,
  type LayerState,
  Matrix,
  maskOfLengths,
  RandomGenerator,
  type SequenceLayer,
  StackedNetwork,
  softmax,
  stateMatrices,
} from "../../lib/index";
import { fillRandomly, layerKinds, randomMatrix, setting } from "./settings";

const kinds = fc.constantFrom(...Object.keys(layerKinds));
const oneWay = fc.constantFrom(
  ...Object.keys(layerKinds).filter((kind) => !/bidirectional|separate|crossed/.test(kind)),
);
const shape = fc.record({
  seed: fc.nat(1e6),
  m: fc.integer({ min: 1, max: 4 }),
  n: fc.integer({ min: 1, max: 4 }),
  steps: fc.integer({ min: 2, max: 6 }),
  batch: fc.integer({ min: 1, max: 4 }),
});

function pickRows(m: Matrix, order: number[]): Matrix {
  return new Matrix(
    order.length,
    m.columns,
    Float64Array.from(order.flatMap((b) => [...m.row(b)])),
  );
}

function pickState(state: LayerState, order: number[]): LayerState {
  if (state instanceof Matrix) return pickRows(state, order);
  if (Array.isArray(state)) return state.map((part: LayerState) => pickState(part, order));
  return Object.fromEntries(
    Object.entries(state).map(([name, part]) => [name, pickState(part as LayerState, order)]),
  );
}

function close(actual: Matrix[], expected: Matrix[], within = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((m, i) => {
    expect([m.rows, m.columns]).toEqual([expected[i].rows, expected[i].columns]);
    m.data.forEach((value, j) => {
      const size = Math.max(1, Math.abs(expected[i].data[j]));
      expect(Math.abs(value - expected[i].data[j]) / size).toBeLessThanOrEqual(within);
    });
  });
}

const matrices = (state: LayerState) => stateMatrices(state).map(({ value }) => value);
const run = (property: fc.IProperty<never[]> | fc.IRawProperty<unknown>) =>
  fc.assert(property as fc.IRawProperty<unknown>, { numRuns: 60, seed: 7 });

describe("properties of every layer", () => {
  it("the order of the batch does not matter", () => {
    run(
      fc.property(kinds, shape, (kind, sizes) => {
        const { random, layer, xs, s0 } = setting(kind, sizes);
        const order = random.shuffle(Array.from({ length: sizes.batch }, (_, b) => b));
        const plain = layer.forward(xs, s0);
        const mixed = layer.forward(
          xs.map((x) => pickRows(x, order)),
          pickState(s0, order),
        );
        close(
          mixed.states,
          plain.states.map((s) => pickRows(s, order)),
        );
      }),
    );
  });

  it("two pieces with the state carried are one piece, forward and backward", () => {
    run(
      fc.property(oneWay, shape, fc.nat(), (kind, sizes, cut) => {
        const { random, layer, xs, s0 } = setting(kind, sizes);
        const at = 1 + (cut % (sizes.steps - 1));
        const whole = layer.forward(xs, s0);
        const first = layer.forward(xs.slice(0, at), s0);
        const second = layer.forward(xs.slice(at), first.lastState);
        expect([...first.states, ...second.states]).toEqual(whole.states);
        expect(second.lastState).toEqual(whole.lastState);

        const d = whole.states.map((s) => randomMatrix(s.rows, s.columns, random));
        const all = layer.backward(d, whole.cache);
        const late = layer.backward(d.slice(at), second.cache);
        const early = layer.backward(d.slice(0, at), first.cache, late.ds0);
        close(matrices(early.ds0), matrices(all.ds0));
        close([...early.dxs, ...late.dxs], all.dxs);
        for (const [name, gradient] of Object.entries(all.gradients)) {
          const both = early.gradients[name].clone();
          both.data.forEach((value, i) => {
            both.data[i] = value + late.gradients[name].data[i];
          });
          close([both], [gradient]);
        }
      }),
    );
  });

  it("a gradient at the last state of both directions reaches everything below", () => {
    run(
      fc.property(kinds, shape, (kind, sizes) => {
        const { random, layer, xs, s0 } = setting(kind, sizes);
        const { states, lastState, cache } = layer.forward(xs, s0);
        const weights = matrices(lastState).map((s) => randomMatrix(s.rows, s.columns, random));
        const value = () => {
          const last = matrices(layer.forward(xs, s0).lastState);
          return last.reduce((sum, s, i) => {
            return sum + s.data.reduce((part, v, j) => part + v * weights[i].data[j], 0);
          }, 0);
        };
        let next = 0;
        const like = (state: LayerState): LayerState => {
          if (state instanceof Matrix) return weights[next++];
          if (Array.isArray(state)) return state.map(like);
          return Object.fromEntries(
            Object.entries(state).map(([name, part]) => [name, like(part as LayerState)]),
          );
        };
        const zero = states.map((s) => new Matrix(s.rows, s.columns));
        const { dxs } = layer.backward(zero, cache, like(lastState));
        const x = xs[xs.length - 1].data;
        const kept = x[0];
        x[0] = kept + 1e-5;
        const above = value();
        x[0] = kept - 1e-5;
        const numeric = (above - value()) / 2e-5;
        x[0] = kept;
        expect(Math.abs(dxs[dxs.length - 1].data[0] - numeric)).toBeLessThan(1e-6);
      }),
    );
  });

  it("one step at a time is the whole sequence", () => {
    run(
      fc.property(oneWay, shape, (kind, sizes) => {
        const { layer, xs, s0 } = setting(kind, sizes);
        if (!("step" in layer)) throw new Error(`${kind} has no step`);
        const stepped = layer as StackedNetwork;
        let s = s0 as LayerState[];
        const states = xs.map((x) => {
          s = stepped.step(x, s);
          return stepped.output(s);
        });
        expect(states).toEqual(layer.forward(xs, s0).states);
      }),
    );
  });

  it("a stack of one is the layer", () => {
    run(
      fc.property(kinds, shape, (kind, sizes) => {
        const { layer, xs, s0, random } = setting(kind, sizes);
        const stack = new StackedNetwork([layer]);
        const [a, b] = [layer.forward(xs, s0), stack.forward(xs, [s0])];
        expect(b.states).toEqual(a.states);
        const d = a.states.map((s) => randomMatrix(s.rows, s.columns, random));
        const [below, stacked] = [layer.backward(d, a.cache), stack.backward(d, b.cache)];
        expect(stacked.dxs).toEqual(below.dxs);
        expect(stacked.ds0).toEqual([below.ds0]);
        expect(Object.values(stacked.gradients)).toEqual(Object.values(below.gradients));
      }),
    );
  });

  it("a bidirectional layer read in reverse, its layers exchanged, swaps its halves", () => {
    run(
      fc.property(oneWay, shape, (kind, sizes) => {
        const a = setting(kind, sizes);
        const other = layerKinds[kind](sizes.m, sizes.n, a.random) as SequenceLayer;
        fillRandomly(Object.values(other.parameters), a.random);
        const there = new BidirectionalLayer(a.layer, other).forward(a.xs);
        const back = new BidirectionalLayer(other, a.layer).forward(a.xs.toReversed());
        const n = a.layer.outputSize;
        const swapped = back.states.toReversed().map((s) => {
          const out = new Matrix(s.rows, s.columns);
          for (let b = 0; b < s.rows; b++) {
            out.row(b).set(s.row(b).subarray(n));
            out.row(b).set(s.row(b).subarray(0, n), s.columns - n);
          }
          return out;
        });
        expect(swapped).toEqual(there.states);
      }),
    );
  });

  it("padding changes nothing: a padded batch is its sequences one by one", () => {
    run(
      fc.property(kinds, shape, (kind, sizes) => {
        const { random, layer, model, xs, labels, s0 } = setting(kind, sizes);
        const lengths = Array.from({ length: sizes.batch }, () => 1 + random.integer(sizes.steps));
        const mask = maskOfLengths(lengths, sizes.steps);
        const padded = labels.map((row, t) => row.map((label, b) => (mask[t][b] ? label : -1)));
        const whole = model.pass(xs, padded, s0, mask);
        const count = lengths.reduce((sum, length) => sum + length, 0);
        const sums = new Map(
          whole.gradients.map(({ name, gradient: g }) => [name, new Matrix(g.rows, g.columns)]),
        );
        let loss = 0;
        lengths.forEach((length, b) => {
          const alone = model.pass(
            xs.slice(0, length).map((x) => pickRows(x, [b])),
            labels.slice(0, length).map((row) => Int32Array.of(row[b])),
            pickState(s0, [b]),
          );
          loss += (alone.loss * length) / count;
          for (const { name, gradient } of alone.gradients) {
            gradient.data.forEach((value, i) => {
              sums.get(name)!.data[i] += (value * length) / count;
            });
          }
          close(matrices(alone.lastState), matrices(pickState(whole.lastState, [b])));
        });
        expect(whole.loss).toBeCloseTo(loss, 12);
        for (const { name, gradient } of whole.gradients) close([gradient], [sums.get(name)!]);
        whole.layerGradients.dxs.forEach((d, t) => {
          d.toArray().forEach((row, b) => {
            if (!mask[t][b]) expect(row.every((value) => value === 0)).toBe(true);
          });
        });
        expect(layer.forward(xs, s0, mask).lastState).toEqual(whole.lastState);
      }),
    );
  });
});

describe("softmax", () => {
  const logits = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), {
    minLength: 1,
    maxLength: 20,
  });

  it("sums to 1 and holds probabilities for inputs up to ±1e4", () => {
    run(
      fc.property(logits, (z) => {
        const o = softmax(z);
        expect(o.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(Math.abs(o.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
      }),
    );
  });

  it("does not see a shift of all its inputs", () => {
    run(
      fc.property(logits, fc.integer({ min: -1e4, max: 1e4 }), (z, shift) => {
        const [a, b] = [softmax(z), softmax(z.map((value) => value + shift))];
        a.forEach((p, i) => {
          expect(Math.abs(p - b[i])).toBeLessThan(1e-11);
        });
      }),
    );
  });
});

describe("random choices", () => {
  it("a shuffle keeps every element", () => {
    run(
      fc.property(fc.array(fc.integer()), fc.nat(), (values, seed) => {
        const mixed = new RandomGenerator(seed).shuffle([...values]);
        expect(mixed.toSorted()).toEqual(values.toSorted());
      }),
    );
  });
});
