// The experiments that `npm run experiments` recomputes, by id.
import { echo } from "./echo";

export const experiments = { echo } as const;
