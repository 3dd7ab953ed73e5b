// The unit tests: test/ mirrors lib/, kernel/ and book/. `npm test` runs them with everything else,
// `npx vitest test/tensor` runs one folder and again on each change.
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest of all. */
const LONGEST = /\/test\/book\/whole-book/;
/** Where tests start browsers, servers and kernels, and take longest, however small their files are. */
const SLOW = /\/test\/(?:bin|book|command|kernel|runner|setup)\//;

/** On a fresh checkout no times are known: what is slow begins first, so that at the end no worker waits for another. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      LONGEST.test(moduleId) ? 0 : SLOW.test(moduleId) ? 1 : 2;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
    globalSetup: ["test/setup/current-build.ts"],
    setupFiles: ["test/setup/no-network.ts"],
    pool: "forks",
    maxWorkers: 3, // on two cores: many tests wait for kernels and browsers
    sequence: process.env.CI ? { sequencer: SlowFirst } : {},
    testTimeout: 120_000, // kernels and Python processes start in seconds on a busy machine
    hookTimeout: 180_000,
    teardownTimeout: 10_000,
    retry: process.env.CI ? 1 : 0, // kernels and browsers on a machine that others use as well
    allowOnly: false,
    passWithNoTests: false,
  },
});
