// A program whose results are compared bit by bit between engines: elementary functions, readable
// models, fast models in both precisions, training. Returns one hash a part.
import {
  Adagrad,
  BidirectionalLayer,
  clipByNorm,
  cos,
  exp,
  FastModel,
  GRU,
  type LayerState,
  LSTM,
  log,
  pow,
  RandomGenerator,
  RecurrentLayer,
  type SequenceLayer,
  SequenceModel,
  sigmoid,
  sin,
  tanh,
  Workspace,
} from "../../lib/index";

/** FNV-1a over the bytes of the numbers. */
function hash(values: Iterable<number>): string {
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16);
}

function functions(random: RandomGenerator): Record<string, string> {
  const xs = Array.from({ length: 20_000 }, () => 20 * random.normal());
  return Object.fromEntries(
    [
      exp,
      (x: number) => log(Math.abs(x)),
      tanh,
      sigmoid,
      sin,
      cos,
      (x: number) => pow(Math.abs(x), x),
    ].map((f, i) => [`function ${i}`, hash(xs.map(f))]),
  );
}

function models(random: RandomGenerator, workspace: Workspace): Record<string, string> {
  const layers: Record<string, (m: number) => SequenceLayer> = {
    tanh: (m) => new RecurrentLayer(m, 13, { random }),
    LSTM: (m) => new LSTM(m, 9, { random }),
    GRU: (m) => new GRU(m, 10, { random, reset: "before" }),
    both: (m) =>
      new BidirectionalLayer(new GRU(m, 5, { random }), new RecurrentLayer(m, 6, { random })),
  };
  const rows = () =>
    Array.from({ length: 11 }, () => Int32Array.from({ length: 3 }, () => random.integer(17)));
  const results: Record<string, string> = {};
  for (const [name, make] of Object.entries(layers)) {
    const model = new SequenceModel<LayerState>(make(17), 17, { random });
    const [xs, labels] = [rows(), rows()];
    const { loss, gradients } = model.pass(xs, labels);
    results[name] = hash([loss, ...gradients.flatMap((g) => Array.from(g.gradient.data))]);
    for (const precision of ["f32", "f64"] as const) {
      const fast = new FastModel(model, { precision, workspace });
      const adagrad = new Adagrad(0.05);
      const losses: number[] = [];
      for (let step = 0; step < 30; step++) {
        const pass = fast.pass(xs, labels);
        losses.push(
          pass.loss,
          clipByNorm(
            pass.gradients.map((g) => g.gradient),
            1,
          ),
        );
        adagrad.update(pass.gradients);
      }
      const weights = Object.values(fast.parameters).flatMap((p) => Array.from(p.data));
      results[`${name}, ${precision}`] = hash([...losses, ...weights]);
      fast.dispose();
    }
  }
  return results;
}

export function results(): Record<string, string> {
  const random = new RandomGenerator(33);
  return { ...functions(random), ...models(random, new Workspace(32)) };
}
