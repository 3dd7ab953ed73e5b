// The experiments that `npm run experiments` recomputes, by id.
import { bothSides } from "./both-sides";
import { echo } from "./echo";
import { lamp, lampRates } from "./lamp";
import { nestedParity } from "./nested-parity";
import { nextWordLeak } from "./next-word-leak";
import { phoneBlank } from "./phone-blank";
import { xorStacks } from "./xor-stacks";

export const experiments = {
  ...{ echo, phoneBlank, bothSides, nextWordLeak, xorStacks },
  ...{ lamp, lampRates, nestedParity },
} as const;
