// The experiments that `npm run experiments` recomputes, by id.
import { clipping } from "./clipping";
import { echo } from "./echo";
import { gradientReach } from "./gradient-reach";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";
import { grammarTruncated } from "./grammar-truncated";
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

export const experiments = {
  clipping,
  echo,
  gradientReach,
  grammarRnn,
  grammarRnnSgd,
  grammarTruncated,
  recall5,
  recall10,
  recall20,
  recall50,
  recall100,
  recallRates,
  recallSgd,
  recallSgd5,
} as const;
