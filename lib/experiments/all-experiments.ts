// The experiments that `npm run experiments` recomputes, by id.
import { echo } from "./echo";
import { lossRace } from "./loss-race";

export const experiments = { echo, lossRace } as const;
