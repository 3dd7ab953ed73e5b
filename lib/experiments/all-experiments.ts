// The experiments that `npm run experiments` recomputes, by id.
import * as adding from "./adding";
import { batchLengths } from "./batch-lengths";
import { batchOrder } from "./batch-order";
import { biases } from "./biases";
import { bothSides } from "./both-sides";
import { clipping } from "./clipping";
import { echo } from "./echo";
import * as gateBias from "./gate-bias";
import * as gatedGrammar from "./gated-grammar";
import { gradientReach } from "./gradient-reach";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";
import { grammarTruncated } from "./grammar-truncated";
import { lamp, lampRates, lampWide, lampWideRates } from "./lamp";
import { lossRace } from "./loss-race";
import { mobyRnn1, mobyRnn2, mobyRnn4, mobyRnn8, mobyRnn16 } from "./moby-rnn";
import { nestedParity } from "./nested-parity";
import { nextWordLeak } from "./next-word-leak";
import { parity } from "./parity";
import { phoneBlank } from "./phone-blank";
import {
  recall5,
  recall10,
  recall20,
  recall50,
  recall100,
  recallRates,
  recallSgd,
  recallSgd5,
} from "./recall";
import { tangRnn } from "./tang-rnn";
import { xorStacks } from "./xor-stacks";

/**
 * The experiments of the notebooks, by name: `experiment(experiments.lamp)` shows the kept results of all its seeds and
 * computes some of them again. What each measures, with its settings, stands in its file beside this one.
 */
export const experiments = {
  ...adding,
  ...gateBias,
  ...gatedGrammar,
  batchLengths,
  batchOrder,
  biases,
  bothSides,
  clipping,
  echo,
  gradientReach,
  grammarRnn,
  grammarRnnSgd,
  grammarTruncated,
  lamp,
  lampRates,
  lampWide,
  lampWideRates,
  lossRace,
  mobyRnn1,
  mobyRnn16,
  mobyRnn2,
  mobyRnn4,
  mobyRnn8,
  nestedParity,
  nextWordLeak,
  parity,
  phoneBlank,
  recall10,
  recall100,
  recall20,
  recall5,
  recall50,
  recallRates,
  recallSgd,
  recallSgd5,
  tangRnn,
  xorStacks,
} as const;
