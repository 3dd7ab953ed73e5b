// The experiments that `npm run experiments` recomputes, by id.
import { bothSides } from "./both-sides";
import { clipping } from "./clipping";
import { echo } from "./echo";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";
import { lamp, lampRates } from "./lamp";
import { nestedParity } from "./nested-parity";
import { nextWordLeak } from "./next-word-leak";
import { parity } from "./parity";
import { phoneBlank } from "./phone-blank";
import { xorStacks } from "./xor-stacks";

export const experiments = {
  bothSides,
  clipping,
  echo,
  grammarRnn,
  grammarRnnSgd,
  lamp,
  lampRates,
  nestedParity,
  nextWordLeak,
  parity,
  phoneBlank,
  xorStacks,
} as const;
