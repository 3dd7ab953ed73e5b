// The unit tests: test/ mirrors lib/, kernel/ and book/. `npm test` runs them with everything else,
// `npx vitest test/tensor` runs one folder and again on each change.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
    setupFiles: ["test/setup/no-network.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000, // kernels and Python processes start in seconds on a busy machine
    hookTimeout: 180_000,
    teardownTimeout: 10_000,
    retry: process.env.CI ? 1 : 0, // kernels and browsers on a machine that others use as well
    allowOnly: false,
    passWithNoTests: false,
  },
});
