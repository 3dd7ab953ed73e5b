// The exercises of notebook 3.
import type { Exercise } from "./exercise";

export const section3: readonly Exercise[] = [];
