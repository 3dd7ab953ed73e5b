// The experiments that `npm run experiments` recomputes, by id.
import { echo } from "./echo";
import { parity } from "./parity";

export const experiments = { echo, parity } as const;
