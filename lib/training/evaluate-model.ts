// The mean loss of a model over batches that it does not learn from.
import { host } from "../host/host";
import type { LayerState } from "../layers/sequence-layer";
import { exp } from "../tensor/elementary";
import type { BatchSource } from "./batches";
import { copyState, type Trainable } from "./trainable";

export interface ModelEvaluation {
  /** Mean cross-entropy in nats a label. */
  readonly loss: number;
  /** e^loss. */
  readonly perplexity: number;
  /** How many labels. */
  readonly tokens: number;
}

/** The loss over one epoch in fixed order, every label counting alike, states carried where batches do. */
export async function evaluateModel(model: Trainable, data: BatchSource): Promise<ModelEvaluation> {
  const epoch = data.epoch();
  let [sum, tokens] = [0, 0];
  let state: LayerState | undefined;
  for (let i = 0; i < epoch.count; i++) {
    const { xs, labels, mask, continues, tokens: here } = epoch.batch(i);
    const before = continues ? state : undefined;
    if (here > 0) {
      const { loss, lastState } = model.evaluate(xs, labels, before, mask);
      sum += here * loss;
      state = copyState(lastState);
    } else {
      state = copyState(model.predict(xs, before, mask).lastState); // later pieces go on from it
    }
    tokens += here;
    await host().poll();
  }
  const loss = sum / tokens;
  return { loss, perplexity: exp(loss), tokens };
}
