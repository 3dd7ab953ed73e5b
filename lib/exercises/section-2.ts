// The exercises of notebook 2.
import type { Exercise } from "./exercise";

export const section2: readonly Exercise[] = [];
