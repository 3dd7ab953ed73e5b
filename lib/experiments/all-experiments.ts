// The experiments that `npm run experiments` recomputes, by id.
import { batchLengths } from "./batch-lengths";
import { batchOrder } from "./batch-order";
import { clipping } from "./clipping";
import { echo } from "./echo";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";
import { lossRace } from "./loss-race";
import { mobyRnn1, mobyRnn2, mobyRnn4, mobyRnn8, mobyRnn16 } from "./moby-rnn";
import { parity } from "./parity";
import { tangRnn } from "./tang-rnn";

export const experiments = {
  batchLengths,
  batchOrder,
  clipping,
  echo,
  grammarRnn,
  grammarRnnSgd,
  lossRace,
  mobyRnn1,
  mobyRnn16,
  mobyRnn2,
  mobyRnn4,
  mobyRnn8,
  parity,
  tangRnn,
} as const;
