// The unit tests: test/ mirrors lib/, kernel/ and book/. `npm test` runs them with everything else,
// `npx vitest test/tensor` runs one folder and again on each change.
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where tests start browsers, servers and kernels, and take longest, however small their files are. */
const SLOW = /\/test\/(?:bin|book|command|kernel|runner|setup)\//;

/** On a fresh checkout no times are known: what is slow begins first, so that at the end no worker waits for another. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
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
