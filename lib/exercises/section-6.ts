// The exercises of notebook 6.
import type { Exercise } from "./exercise";

export const section6: readonly Exercise[] = [];
