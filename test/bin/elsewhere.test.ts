// Other places to open the workbook: what they install is what we install, and their steps are ours.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (name: string) => readFileSync(join(root, name), "utf8");

it("Binder has the plotly extension and a Node of the versions that we ask for", () => {
  const environment = read(".binder/environment.yml");
  const plotly = /^plotly==(\S+)$/m.exec(read("requirements.in"))![1];
  expect(environment).toContain(`plotly==${plotly}\n`);
  expect(Number(/nodejs=(\d+)/.exec(environment)![1])).toBeGreaterThanOrEqual(20);
  expect(Number(/python=3\.(\d+)/.exec(environment)![1])).toBeGreaterThanOrEqual(11);
});

it("Binder and the container run commands that exist", () => {
  const steps = read(".binder/postBuild");
  expect(statSync(join(root, ".binder/postBuild")).mode & 0o111).not.toBe(0);
  const container = JSON.parse(read(".devcontainer/devcontainer.json"));
  expect(container.postCreateCommand).toBe("node setup.mjs");
  for (const [, file] of `${steps}\n${container.postCreateCommand}`.matchAll(/node (\S+\.mjs)/g)) {
    expect(existsSync(join(root, file)), file).toBe(true);
  }
});

it("Binder gets the extension that makes drawings fit, where JupyterLab looks", () => {
  const folder = mkdtempSync(join(tmpdir(), "unrolled binder-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/node"), "#!/bin/sh\n", { mode: 0o755 }); // set-up and kernel have their own tests
  const env = { PATH: `${folder}/bin:${process.env.PATH}`, NB_PYTHON_PREFIX: `${folder}/env` };
  const steps = spawnSync(join(root, ".binder/postBuild"), [], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  expect(steps).toMatchObject({ status: 0, stderr: "" });
  const jupyter = join(root, ".venv/bin/jupyter");
  const { stderr } = spawnSync(jupyter, ["labextension", "list"], {
    env: { ...process.env, JUPYTER_PATH: `${folder}/env/share/jupyter` },
    encoding: "utf8",
  });
  expect(stderr).toMatch(/unrolled-lab .*enabled.*OK/);
  rmSync(folder, { recursive: true });
});

it("the container has the system packages that the continuous check installs", () => {
  const dockerfile = read(".devcontainer/Dockerfile");
  for (const [, names] of read(".ci/run").matchAll(/missing\+=\(([^)]+)\)/g)) {
    for (const name of names.split(" ")) expect(dockerfile, name).toContain(name);
  }
});
