// A figure that answers "what if": buttons choose one thing, a slider moves another, and the curves
// follow. All curves are computed beforehand and stand in the figure's JSON, so no script of ours runs
// in the page. The static drawing shows every choice as a small plot of its own.
import { plottingMessages as messages } from "../messages";
import { type BandSeries, bandOf, bandTraces } from "./band-figure";
import { checkAxis, checkNames, checkText } from "./checks";
import { INK } from "./colours";
import {
  type AxisOptions,
  assemble,
  type Figure,
  type FigureTable,
  type FigureText,
  plainText,
} from "./figure";
import { panelPlot, panelsHeight } from "./panels";
import type { Change, LineTrace, Menu, Slider } from "./plotly-json";
import type { Summary } from "./statistics";
import { axis, layout } from "./style";

/** What buttons or a slider choose from. */
export interface Choice {
  /** What is chosen, such as "‖W‖". */
  title: string;
  labels: readonly string[];
}

export interface ChoiceOptions extends FigureText {
  /** Both axes need a range: the curve moves, not the axis. */
  x: AxisOptions;
  y: AxisOptions;
  buttons: Choice;
  /** `start`: index of the label that is chosen at first; default 0. */
  slider: Choice & { start?: number };
  /** The curves of one choice, by indices of labels. Names and their order are the same for all. */
  series: (button: number, step: number) => readonly BandSeries[];
}

/** Height of buttons and slider under the plot, in CSS pixels. */
const CONTROLS = 130;

/** Over the runs: their median, and all of their range. */
const HOW: Summary = { middle: "median", spread: "range" };

type Bands = ReturnType<typeof bandOf>[];

function checkChoices(number: string, { buttons, slider }: ChoiceOptions): void {
  for (const { title, labels } of [buttons, slider]) {
    if (labels.length < 2) throw new RangeError(messages.fewChoices({ number, choice: title }));
  }
  const { start = 0, labels, title } = slider;
  if (labels[start] === undefined) {
    throw new RangeError(messages.badStart({ number, choice: title, start: String(start) }));
  }
}

/** The curves of all choices, by button and step. */
function allBands(options: ChoiceOptions): Bands[][] {
  const { number, x, y, buttons, slider, series } = options;
  let names: string | undefined;
  return buttons.labels.map((button, b) =>
    slider.labels.map((step, s) => {
      const curves = series(b, s);
      checkNames(number, curves);
      const own = JSON.stringify(curves.map(({ name }) => name));
      names ??= own;
      if (own !== names) throw new RangeError(messages.unevenChoices({ number, button, step }));
      return curves.map((one) => bandOf(number, one, x, y.log ?? false, HOW));
    }),
  );
}

function tracesOf(bands: Bands): LineTrace[] {
  return bands.flatMap((band, place) => bandTraces(band, place));
}

function menuOf({ title, labels }: Choice, traces: readonly LineTrace[][]): Menu {
  const visible = (chosen: number): boolean[] =>
    traces.flatMap((own, b) => own.map(() => b === chosen));
  return {
    ...{ name: title, type: "buttons", direction: "right", active: 0, showactive: true },
    ...{ x: 0, xanchor: "left", y: 0, yanchor: "top", pad: { t: 56 } },
    buttons: labels.map((label, b) => ({
      ...{ label, method: "update" },
      args: [{ visible: visible(b) }, {}],
    })),
  };
}

function sliderOf({ title, labels, start = 0 }: ChoiceOptions["slider"], all: Bands[][]): Slider {
  const step = (s: number): Change => {
    const traces = all.flatMap((steps) => tracesOf(steps[s]));
    return [{ x: traces.map((trace) => trace.x), y: traces.map((trace) => trace.y) }, {}];
  };
  return {
    ...{ name: title, active: start, x: 0, len: 1, y: 0, yanchor: "top", pad: { t: 100 } },
    ...{ currentvalue: { prefix: `${title} = `, font: { size: 14, color: INK } } },
    font: { size: 13, color: INK },
    steps: labels.map((label, s) => ({ label, method: "update", args: step(s) })),
  };
}

/** One row for each choice and x. */
function choiceTable({ x, buttons, slider }: ChoiceOptions, all: Bands[][]): FigureTable {
  const heads = all[0][0].flatMap(({ name }) =>
    (["median", "low", "high"] as const).map((part) =>
      messages.column({ series: name, part: messages[part]() }),
    ),
  );
  return {
    columns: [buttons.title, slider.title, x.title, ...heads].map(plainText),
    rows: all.flatMap((steps, b) =>
      steps.flatMap((bands, s) =>
        bands[0].x.map((place, i) => [
          ...[buttons.labels[b], slider.labels[s], place],
          ...bands.flatMap(({ y, low, high }) => [y[i], low[i], high[i]]),
        ]),
      ),
    ),
  };
}

/**
 * Curves with bands that follow a row of buttons and a slider. All curves of a choice share their x.
 * @throws RangeError as bandFigure does, for an axis without a range, for choices of fewer than two
 *   labels, and when the names of the curves differ between choices
 */
export function choiceFigure(options: ChoiceOptions): Figure {
  const { number, x, y, buttons, slider } = options;
  checkText(options);
  for (const [name, one] of [["x", x] as const, ["y", y] as const]) {
    checkAxis(number, name, one);
    if (one.range === undefined) throw new RangeError(messages.noRange({ number, axis: name }));
  }
  checkChoices(number, options);
  const all = allBands(options);
  const start = slider.start ?? 0;
  const traces = all.map((steps, b) =>
    tracesOf(steps[start]).map((trace): LineTrace => ({ ...trace, visible: b === 0 })),
  );
  const plan = layout(axis(x, []), axis(y, []), true);
  plan.updatemenus = [menuOf(buttons, traces)];
  plan.sliders = [sliderOf(slider, all)];
  const { height = 420, ...text } = options;
  const made = assemble(
    { ...text, height: height + CONTROLS },
    { data: traces.flat(), layout: plan, table: choiceTable(options, all) },
  );
  const panels = slider.labels.flatMap((label, s) =>
    buttons.labels.map((button, b) => ({
      title: `${button}, ${slider.title} = ${label}`,
      traces: tracesOf(all[b][s]),
    })),
  );
  const still = panelPlot(panels, { columns: buttons.labels.length, width: made.width, x, y });
  return { ...made, height: panelsHeight(slider.labels.length), still };
}
