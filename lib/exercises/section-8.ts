// The exercises of notebook 8.
import type { Exercise } from "./exercise";

export const section8: readonly Exercise[] = [];
