// The problem that every contender gets: sizes, starting weights, batches and random numbers, as files that
// need no library to read. U is H×V, W H×H, V V×H; ids and labels are T×B, one step after the other.
import fs from "node:fs";
import path from "node:path";

/** V: vocabulary, H: hidden size, T: steps of a batch, B: sequences of a batch. */
export const SIZES = {
  S1: { cell: "tanh", V: 65, H: 100, T: 25, B: 1, optimiser: "adagrad", rate: 0.01, clip: 5 },
  S2: { cell: "tanh", V: 2000, H: 128, T: 32, B: 16, optimiser: "sgd", rate: 0.5 },
  S3: { cell: "tanh", V: 10_000, H: 200, T: 20, B: 20, optimiser: "sgd", rate: 0.5 },
  L2: { cell: "lstm", V: 2000, H: 128, T: 32, B: 16, optimiser: "sgd", rate: 0.5 },
  G: { cell: "tanh", V: 65, H: 100, generates: true },
};

/** A size by its name: one of the above, or such as "V500-H64-T16-B8", a tanh RNN with SGD. */
export function sizeOf(name) {
  if (Object.hasOwn(SIZES, name)) return SIZES[name];
  const [, V, H, T, B] = /^V(\d+)-H(\d+)-T(\d+)-B(\d+)$/.exec(name).map(Number);
  return { cell: "tanh", V, H, T, B, optimiser: "sgd", rate: 0.5 };
}

const BATCHES = 8;
const UNIFORMS = 10_000;

/** The readable model of a size, as all start. An LSTM reads H given numbers a token, not ids. */
export function startingModel(lib, size) {
  const { cell, V, H } = sizeOf(size);
  const random = new lib.RandomGenerator(7);
  if (cell === "lstm") return new lib.SequenceModel(new lib.LSTM(H, H, { random }), V, { random });
  return new lib.RecurrentLanguageModel(V, H, { random });
}

/** Writes `<size>.json` and its numbers to `folder`: f32 weights one after the other, i32 ids, f64 uniforms. */
export function writeProblem(lib, size, folder) {
  const setting = sizeOf(size);
  const { parameters } = startingModel(lib, size);
  const shapes = Object.entries(parameters).map(([name, { rows, columns }]) => ({
    name,
    shape: [rows, columns],
  }));
  const weights = Float32Array.from(
    Object.values(parameters).flatMap(({ data }) => Array.from(data)),
  );
  save(folder, `${size}.weights`, weights);
  const random = new lib.RandomGenerator(11);
  if (setting.generates) {
    save(
      folder,
      `${size}.uniforms`,
      Float64Array.from({ length: UNIFORMS }, () => random.uniform()),
    );
  } else {
    const { V, T, B, H } = setting;
    const count = 2 * BATCHES * T * B;
    save(
      folder,
      `${size}.ids`,
      Int32Array.from({ length: count }, () => random.integer(V)),
    );
    const table = { length: setting.cell === "lstm" ? V * H : 0 };
    save(
      folder,
      `${size}.inputs`,
      Float32Array.from(table, () => random.normal()),
    );
  }
  const text = JSON.stringify({ ...setting, name: size, batches: BATCHES, shapes });
  fs.writeFileSync(path.join(folder, `${size}.json`), text);
}

function save(folder, name, numbers) {
  fs.writeFileSync(path.join(folder, name), new Uint8Array(numbers.buffer));
}

/** A size's problem as JavaScript contenders read it. */
export function readProblem(folder, size) {
  const bytes = (name) => {
    const file = fs.readFileSync(path.join(folder, `${size}.${name}`));
    return file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
  };
  const problem = JSON.parse(fs.readFileSync(path.join(folder, `${size}.json`), "utf8"));
  const all = new Float32Array(bytes("weights"));
  let from = 0;
  const weights = {};
  for (const { name, shape } of problem.shapes) {
    weights[name] = all.slice(from, from + shape[0] * shape[1]);
    from += shape[0] * shape[1];
  }
  if (problem.generates)
    return { ...problem, weights, uniforms: new Float64Array(bytes("uniforms")) };
  const ids = new Int32Array(bytes("ids"));
  const rows = (at, { T, B } = problem) =>
    Array.from({ length: T }, (_, t) => ids.slice(at + t * B, at + (t + 1) * B));
  const each = problem.T * problem.B;
  const batches = Array.from({ length: problem.batches }, (_, i) => ({
    xs: rows(2 * i * each),
    labels: rows((2 * i + 1) * each),
  }));
  return { ...problem, weights, batches, inputs: new Float32Array(bytes("inputs")) };
}
