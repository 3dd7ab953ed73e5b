// The Node host as bundled: the data folder must be found from CommonJS and from ES modules alike.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { host, setHost } from "../../lib/host/host";
import { installNodeHost, readData } from "../../lib/host/node-host";

const root = mkdtempSync(join(tmpdir(), "unrolled-host-"));

beforeAll(() => {
  mkdirSync(join(root, "data", "deep"), { recursive: true });
  writeFileSync(join(root, "data", "deep", "words.txt"), "我 他\n");
});

afterAll(() => {
  setHost(undefined);
  rmSync(root, { recursive: true });
});

test.each(["cjs", "esm"] as const)("bundled as %s it reads ../data", async (format) => {
  const outfile = join(root, "lib", "dist", format === "cjs" ? "node.cjs" : "node.mjs");
  await build({
    stdin: {
      contents: 'export { readData } from "./lib/host/node-host";',
      resolveDir: process.cwd(),
      loader: "ts",
    },
    ...{ outfile, format, bundle: true, platform: "node", packages: "external" },
    logOverride: { "empty-import-meta": "silent" },
  });
  const call = 'readData("deep/words.txt").then((b) => process.stdout.write(b))';
  const script =
    format === "cjs"
      ? `const { readData } = require(${JSON.stringify(outfile)}); ${call}`
      : `import { readData } from ${JSON.stringify(outfile)}; ${call}`;
  const type = format === "cjs" ? "commonjs" : "module";
  const output = execFileSync(process.execPath, [`--input-type=${type}`, "-e", script]);
  expect(output.toString()).toBe("我 他\n");
});

test.each(["", ".", "..", "../package.json", "a/../../package.json", "/etc/hostname"])(
  "the name %j is refused",
  async (name) => {
    await expect(readData(name)).rejects.toThrow("does not name a file in the data folder");
  },
);

test("a missing file is named", async () => {
  await expect(readData("no-such-file.txt")).rejects.toThrow(
    "data/no-such-file.txt does not exist",
  );
});

test("poll lets what waits in the event loop run", async () => {
  installNodeHost();
  let ran = false;
  setImmediate(() => {
    ran = true;
  });
  await host().poll();
  expect(ran).toBe(true);
});
