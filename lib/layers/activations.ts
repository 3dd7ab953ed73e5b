// The activation functions f of (2), each with its derivative written through its own value s = f(net),
// so that backward needs no more than the states that forward kept.
import { sigmoid, tanh } from "../tensor/elementary";

/** An element-wise function and its derivative. */
export interface Activation {
  readonly name: "tanh" | "sigmoid" | "relu" | "identity";
  /** f(net) */
  f(net: number): number;
  /** f′(net), given s = f(net) */
  derivative(s: number): number;
}

/** f and f′ of tanh, sigmoid, relu (f′(0) = 0) and identity, by name. */
export const activations = {
  tanh: { name: "tanh", f: tanh, derivative: (s) => 1 - s * s },
  sigmoid: { name: "sigmoid", f: sigmoid, derivative: (s) => s * (1 - s) },
  relu: { name: "relu", f: (net) => (net > 0 ? net : 0), derivative: (s) => (s > 0 ? 1 : 0) },
  identity: { name: "identity", f: (net) => net, derivative: () => 1 },
} as const satisfies Record<string, Activation>;
