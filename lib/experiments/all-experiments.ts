// The experiments that `npm run experiments` recomputes, by name.
import { bothSides } from "./both-sides";
import { echo } from "./echo";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";
import { lamp, lampRates } from "./lamp";
import { nestedParity } from "./nested-parity";
import { nextWordLeak } from "./next-word-leak";
import { phoneBlank } from "./phone-blank";
import { xorStacks } from "./xor-stacks";

export const experiments = {
  echo,
  grammarRnn,
  grammarRnnSgd,
  bothSides,
  lamp,
  lampRates,
  nestedParity,
  nextWordLeak,
  phoneBlank,
  xorStacks,
} as const;
