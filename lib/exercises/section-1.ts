// The exercises of notebook 1.
import type { Exercise } from "./exercise";

export const section1: readonly Exercise[] = [];
