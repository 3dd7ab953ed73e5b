// The mean loss of a model over batches that it does not learn from.
import { host } from "../host/host";
import type { LayerState } from "../layers/sequence-layer";
import type { SequenceModel } from "../layers/sequence-model";
import { exp } from "../tensor/elementary";
import type { BatchSource } from "./batches";

export interface ModelEvaluation {
  /** Mean cross-entropy in nats a label. */
  readonly loss: number;
  /** e^loss. */
  readonly perplexity: number;
  /** How many labels. */
  readonly tokens: number;
}

/** The loss over one epoch in fixed order, every label counting alike, states carried where batches do. */
export async function evaluateModel<State extends LayerState>(
  model: SequenceModel<State>,
  data: BatchSource,
): Promise<ModelEvaluation> {
  const epoch = data.epoch();
  let [sum, tokens] = [0, 0];
  let state: State | undefined;
  for (let i = 0; i < epoch.count; i++) {
    const batch = epoch.batch(i);
    const before = batch.continues ? state : undefined;
    const { states, lastState } = model.layer.forward(batch.xs, before, batch.mask);
    if (batch.tokens > 0) {
      sum += batch.tokens * model.output.loss(batch.labels, model.output.forward(states).cache);
    }
    tokens += batch.tokens;
    state = lastState;
    await host().poll();
  }
  const loss = sum / tokens;
  return { loss, perplexity: exp(loss), tokens };
}
