// The host in Node: outputs go to the notebook kernel, or to the terminal when there is none; data
// comes from the repository's data folder; figures are drawn by plotly.js in jsdom, loaded only when
// the first figure is drawn.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { hostMessages } from "../messages";
import { type Drawable, type Host, setHost } from "./host";
import { publish } from "./node-publish";

/** The folder of this code: lib/host as source, lib/dist once bundled; both two below the root. */
const here = typeof __dirname === "string" ? __dirname : dirname(fileURLToPath(import.meta.url));
const dataFolder = join(here, "..", "..", "data");

/** Reads data/`name`. Rejects for names that lead out of the folder and for missing files. */
export async function readData(name: string): Promise<Uint8Array> {
  const path = normalize(name);
  const outside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  if (name === "" || path === "." || outside) throw new Error(hostMessages.badDataName({ name }));
  try {
    return new Uint8Array(await readFile(join(dataFolder, path)));
  } catch (cause) {
    throw new Error(hostMessages.dataMissing({ name }), { cause });
  }
}

async function drawSvg(figure: Drawable): Promise<string> {
  const { drawFigure } = await import("./draw-svg");
  return drawFigure(figure, createRequire(join(here, "node-host.cjs")));
}

function poll(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Our kernel says which cell runs; elsewhere nobody does. */
function interruption(): AbortSignal | undefined {
  const ask: unknown = Reflect.get(globalThis, Symbol.for("unrolled.interruption"));
  return typeof ask === "function" ? (ask as () => AbortSignal)() : undefined;
}

/** Makes Node the host of the library. */
export function installNodeHost(): void {
  const load = createRequire(join(here, "node-host.cjs"));
  const nodeHost: Host = {
    publish: (bundle, options) => publish(bundle, options, { loaded: load.cache }),
    drawSvg,
    readData,
    poll,
    interruption,
  };
  setHost(nodeHost);
}
