// The page in which figures are drawn: a jsdom window with plotly.js in it, made once and kept. What
// a browser would measure or randomise is replaced by fixed answers, so that the same figure gives
// the same drawing on every machine.
import { readFileSync } from "node:fs";
import type { JSDOM } from "jsdom";
import { cleanSvg } from "./clean-svg";
import type { Drawable } from "./host";
import { innerBox, outerBox } from "./text-boxes";

/** The one function of plotly.js that is used. */
interface Plotly {
  toImage(
    figure: { data: readonly object[]; layout: object; config: object },
    options: { format: "svg"; width: number; height: number; imageDataOnly: true },
  ): Promise<string>;
}

/** Draws figures one after the other. */
export interface DrawingPage {
  draw(figure: Drawable): Promise<string>;
}

let page: DrawingPage | undefined;

/** The page; the first call loads jsdom and plotly.js, which takes about a second. */
export function drawingPage(load: NodeJS.Require): DrawingPage {
  page ??= makePage(load);
  return page;
}

function makePage(load: NodeJS.Require): DrawingPage {
  const { JSDOM: Dom } = load("jsdom") as { JSDOM: typeof JSDOM };
  const { window } = new Dom("<!doctype html>", { runScripts: "outside-only" });
  fixMeasurements(window);
  const restartRandom = fixRandom(window);
  window.eval(readFileSync(load.resolve("plotly.js-cartesian-dist-min"), "utf8"));
  const plotly = Reflect.get(window, "Plotly") as Plotly;
  const parser = new window.DOMParser();

  async function drawNow(figure: Drawable): Promise<string> {
    restartRandom();
    const { width, height } = figure;
    const { data, layout } = figure.still ?? figure.plot; // plotly.js copies them before it fills in defaults
    const raw = await plotly.toImage(
      { data, layout: { ...layout, width, height, autosize: false }, config: { staticPlot: true } },
      { format: "svg", width, height, imageDataOnly: true },
    );
    return cleanSvg(parser.parseFromString(raw, "image/svg+xml"), figure);
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    draw(figure) {
      const drawn = last.then(() => drawNow(figure));
      last = drawn.catch(() => undefined);
      return drawn;
    },
  };
}

type Window = JSDOM["window"];

/** Answers for what jsdom cannot measure or paint. */
function fixMeasurements(window: Window): void {
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return innerBox(this);
    },
    getComputedTextLength(this: Element) {
      return innerBox(this).width;
    },
  });
  Object.assign(window.Element.prototype, {
    getBoundingClientRect(this: Element) {
      return outerBox(this);
    },
  });
  // Heat maps are painted on a canvas; cleanSvg replaces that bitmap by vector cells.
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext: () => blankCanvas,
    toDataURL: () => "data:,",
  });
  Object.assign(window.URL, { createObjectURL: () => "data:," });
  Object.assign(window, {
    requestAnimationFrame: (callback: () => void) => window.setTimeout(callback, 0),
  });
}

/** A canvas context that paints nothing. */
const blankCanvas = {
  createImageData: (width: number, height: number) => ({
    data: new Uint8ClampedArray(4 * width * height),
  }),
  putImageData: () => undefined,
  fillRect: () => undefined,
  clearRect: () => undefined,
};

/** Replaces the window's random numbers, from which plotly.js makes ids, by a fixed sequence. */
function fixRandom(window: Window): () => void {
  let state = 0;
  const math = Reflect.get(window.globalThis ?? window, "Math") as Math;
  math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    state = 1;
  };
}
