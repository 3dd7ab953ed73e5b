// The experiments that `npm run experiments` recomputes, by id.
import { echo } from "./echo";
import { grammarRnn, grammarRnnSgd } from "./grammar-rnn";

export const experiments = { echo, grammarRnn, grammarRnnSgd } as const;
