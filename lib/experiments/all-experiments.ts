// The experiments that `npm run experiments` recomputes, by id.
import { clipping } from "./clipping";
import { echo } from "./echo";

export const experiments = { clipping, echo } as const;
