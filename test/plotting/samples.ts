// Figures of every kind, as the tests draw them. Written out in full so that a reader sees what a
// notebook writes.
import { bandFigure } from "../../lib/plotting/band-figure";
import { barFigure } from "../../lib/plotting/bar-figure";
import { choiceFigure } from "../../lib/plotting/choice-figure";
import type { Figure } from "../../lib/plotting/figure";
import { heatFigure } from "../../lib/plotting/heat-figure";
import { lineFigure } from "../../lib/plotting/line-figure";

const steps = Array.from({ length: 60 }, (_, i) => 50 * (i + 1));
const decay = (rate: number, floor: number): number[] =>
  steps.map((step) => floor + (4.2 - floor) * Math.exp(-rate * step) + 0.03 * Math.sin(step / 40));

/** Two loss curves over a reference. */
export const lossCurves = (): Figure =>
  lineFigure({
    number: "7.1",
    caption: "Training loss of two models, and the loss of guessing evenly.",
    alt: "Both curves fall from ln V; the LSTM ends lower, at 0.9, the plain network at 1.2.",
    x: { title: "training step" },
    y: { title: "loss (nats a token)", range: [0, 5] },
    series: [
      { name: "plain network", x: steps, y: decay(0.002, 1.2) },
      { name: "LSTM", x: steps, y: decay(0.003, 0.9) },
    ],
    references: [{ y: Math.log(68), label: "ln V = 4.22" }],
  });

/** Gradient norms over ten decades. */
export const gradientNorms = (): Figure =>
  lineFigure({
    number: "6.2",
    caption: "Norm of the gradient that reaches a word, against how far back it is.",
    alt: "The true norm falls by 0.76 a step, always below its bound, which stays at 1.",
    x: { title: "lag (steps back)" },
    y: { title: "‖δ<sub>k</sub>‖ / ‖δ<sub>T</sub>‖", log: true },
    series: [
      { name: "bound, β = 1", y: Array.from({ length: 50 }, () => 1) },
      { name: "tanh, β = 1", y: Array.from({ length: 50 }, (_, i) => 0.759 ** (i + 1)) },
      { name: "tanh, β = 2", y: Array.from({ length: 50 }, (_, i) => 1.1 ** (i + 1)) },
      { name: "sigmoid, β = 1", y: Array.from({ length: 12 }, (_, i) => 0.227 ** (i + 1)) },
    ],
    references: [{ x: 20, label: "the clause begins" }],
  });

/** Probabilities word by word, with Chinese labels, one of them twice. */
export const wordByWord = (): Figure =>
  lineFigure({
    number: "7.4",
    caption: "What the network expects next, word by word.",
    alt: "After 打算 the probability of 我 rises to 0.85.",
    x: {
      title: "word read",
      labels: ["我", "昨天", "上学", "迟到", "了", ",", "老师", "批评", "了", "我"],
    },
    y: { title: "probability", range: [0, 1] },
    series: [
      { name: "P(我)", y: [0.05, 0.1, 0.08, 0.2, 0.1, 0.02, 0.3, 0.4, 0.7, 0.85] },
      { name: "P(小明)", y: [0.1, 0.1, 0.2, 0.1, null, 0.02, 0.3, 0.3, 0.2, 0.1] },
      { name: "P(吃饭)", y: [0.3, 0.2, 0.3, 0.1, 0.1, 0.1, 0.05, 0.04, 0.02, 0.01] },
    ],
  });

/** Perplexity over a range of less than a decade. */
export const perplexities = (): Figure =>
  lineFigure({
    number: "1.3",
    caption: "Perplexity of n-gram models against their order.",
    alt: "Perplexity falls from 3.3 at order 2 to 2.1 at order 8; the best possible is 1.92.",
    x: { title: "order N" },
    y: { title: "perplexity", log: true },
    series: [
      { name: "Kneser–Ney", x: [2, 3, 4, 5, 6, 8], y: [3.32, 2.43, 2.26, 2.26, 2.25, 2.13] },
      { name: "exact best", x: [2, 3, 4, 6, 8, 10], y: [3.319, 2.433, 2.258, 2.238, 2.092, 1.968] },
    ],
    references: [{ y: 1.919, label: "exact optimum 1.919", at: "left" }],
  });

/** Medians with bands. */
export const seedBands = (): Figure =>
  bandFigure({
    number: "4.2",
    caption: "Accuracy on the lamp while training: median and range over five seeds.",
    alt: "Two layers reach 99 % after 1,250 steps, one layer after 3,000.",
    x: { title: "training step" },
    y: { title: "accuracy (%)", range: [40, 105] },
    series: [1, 2].map((layers) => ({
      name: layers === 1 ? "1 layer of 51" : "2 layers of 31",
      x: steps,
      runs: [0, 1, 2, 3, 4].map((seed) =>
        steps.map((step) => 100 - 50 * Math.exp((-layers * step * (1 + seed / 5)) / 1500)),
      ),
    })),
    references: [{ y: 50, label: "guessing" }],
  });

/** Bars that touch their ceilings. */
export const ceilings = (): Figure =>
  barFigure({
    number: "3.1",
    caption: "Accuracy at the blank, from the left, from the right and from both sides.",
    alt: "Left 45.0 %, right 77.4 %, both 90.0 %: each touches its exact ceiling.",
    categories: ["left only", "right only", "both"],
    x: { title: "context" },
    y: { title: "accuracy (%)", range: [0, 100] },
    series: [
      { name: "accuracy", y: [44.98, 77.4, 90], low: [44.9, 77.4, 89.9], high: [45, 77.4, 90] },
    ],
    references: [{ y: 25, label: "guessing" }],
  });

/** Groups of bars. */
export const recall = (): Figure =>
  barFigure({
    number: "8.3",
    caption: "Delayed recall: runs of six that solve it, by the number of distractors.",
    alt: "The LSTM with forget bias 3 solves all; with bias 1 none beyond 20 distractors.",
    categories: ["5", "10", "20", "50", "100"],
    x: { title: "distractors D" },
    y: { title: "seeds solved (of 6)" },
    series: [
      { name: "tanh, uniform", y: [6, 5, 4, 1, 0] },
      { name: "LSTM, forget bias 1", y: [6, 6, 4, 0, 0] },
      { name: "LSTM, forget bias 3", y: [6, 6, 6, 6, 6] },
      { name: "GRU, update bias 3", y: [6, 6, 6, 6, 6] },
    ],
  });

/** Decays that buttons and a slider choose from; on paper, one small plot each. */
export const choices = (): Figure => {
  const [rates, norms] = [{ tanh: 0.76, sigmoid: 0.22 }, [0.5, 1, 2]];
  const lags = Array.from({ length: 11 }, (_, i) => 5 * i);
  return choiceFigure({
    number: "6.5",
    caption: "Norm of the gradient against how far back it is, for a norm and an activation.",
    alt: "With sigmoid it falls for all norms, with tanh it grows at norm 2.",
    x: { title: "lag (steps back)", range: [0, 50] },
    y: { title: "‖δ<sub>k</sub>‖ / ‖δ<sub>T</sub>‖", log: true, range: [1e-12, 1e12] },
    buttons: { title: "activation", labels: Object.keys(rates) },
    slider: { title: "‖W‖", labels: norms.map(String), start: 1 },
    series: (button, step) => [
      {
        name: "measured",
        x: lags,
        runs: [0.95, 1, 1.05].map((seed) =>
          lags.map((lag) => (seed * norms[step] * Object.values(rates)[button]) ** lag),
        ),
      },
      { name: "bound", x: lags, runs: [lags.map((lag) => norms[step] ** lag)] },
    ],
  });
};

/** A matrix with its values. */
export const smallMatrix = (): Figure =>
  heatFigure({
    number: "2.2",
    caption: "The recurrent matrix W, set by hand.",
    alt: "A 3 by 4 matrix with values on both sides of 0.",
    x: { title: "from unit" },
    y: { title: "to unit" },
    z: [
      [1, -2, 0.5, null],
      [0, 0.25, -0.5, 2],
      [-1, 1, 0, 0.75],
    ],
    value: { title: "weight", scale: "diverging" },
    format: String,
  });

/** A long matrix, with the words of a sentence along it. */
export const states = (): Figure =>
  heatFigure({
    number: "2.4",
    caption: "The state while a sentence is read.",
    alt: "Unit 3 turns on at 没有 and stays on.",
    x: { title: "word", labels: ["我", "没有", "完成", "昨天", "的", "作业"] },
    y: { title: "unit" },
    z: Array.from({ length: 32 }, (_, i) =>
      Array.from({ length: 6 }, (_, t) => Math.abs(Math.sin(0.3 * (i + 1) * (t + 1)))),
    ),
    value: { title: "|s| (size of the state)", range: [0, 1] },
  });

/** All samples by name. */
export const samples: Readonly<Record<string, () => Figure>> = {
  lossCurves,
  gradientNorms,
  wordByWord,
  perplexities,
  seedBands,
  ceilings,
  recall,
  choices,
  smallMatrix,
  states,
};
