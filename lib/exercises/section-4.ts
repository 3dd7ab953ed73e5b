// The exercises of notebook 4.
import type { Exercise } from "./exercise";

export const section4: readonly Exercise[] = [];
