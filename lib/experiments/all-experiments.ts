// The experiments that `npm run experiments` recomputes, by id.
import { clipping } from "./clipping";
import { echo } from "./echo";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";
import { parity } from "./parity";

export const experiments = { clipping, echo, grammarRnn, grammarRnnSgd, parity } as const;
