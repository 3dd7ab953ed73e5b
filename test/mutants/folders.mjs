// Which files are changed in each folder, and which tests have to notice: its own, without those that
// take long, need a browser or Vitest itself, or read the library's source, which Stryker has changed.
export const folders = {
  language: {
    mutate: ["lib/language/*.ts"],
    tests: "test/language",
    without: ["browser", "hostile", "ngram-figures"],
  },
  training: {
    mutate: ["lib/training/*.ts", "!lib/training/experiment-key.ts"], // its tests read the source
    tests: "test/training",
    without: ["experiment-keys"],
  },
  layers: {
    mutate: ["lib/layers/**/*.ts"],
    tests: "test/layers",
    without: [],
  },
  checking: {
    mutate: ["lib/checking/*.ts"],
    tests: "test/checking",
    without: [],
  },
};
