// Every test file is one that a run finds: a misnamed file would be a test that never fails.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));

it("each file that defines tests is named .test.ts", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const misnamed = files
    .filter((name) => /\.m?[jt]s$/.test(name) && !/\.test\.ts$|node_modules/.test(name))
    .filter((name) =>
      /^(?:it|test)(?:\.\w+)?\(/m.test(
        readFileSync(join(folder, name), "utf8").replaceAll("  ", ""),
      ),
    );
  expect(misnamed).toEqual([]);
});
