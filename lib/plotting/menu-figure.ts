// One figure with a menu: several views of the same axes, of which a reader picks one. The static
// drawing shows the first view chosen by the author; the data table holds all of them.
import { plottingMessages as messages } from "../messages";
import { assemble, type Figure, type FigureText } from "./figure";
import type { Menu, Trace } from "./plotly-json";

/** One view: made by a builder, as a figure of its own. */
export interface MenuView {
  /** What the menu calls it. */
  name: string;
  figure: Figure;
}

export interface MenuOptions extends FigureText {
  /** What the menu chooses, such as "blank". */
  menu: string;
  views: readonly MenuView[];
  /** Index of the view shown at first, and drawn where nothing can be picked. Default 0. */
  shown?: number;
}

/** What differs from view to view: the data along each axis. */
const DATA = ["x", "y", "z"] as const;

/**
 * A figure whose view is picked from a menu. Axes are those of the view shown first, so give all of
 * them the same range.
 * @throws RangeError for no views, two of one name, views of unlike traces, or a bad `shown`
 */
export function menuFigure(options: MenuOptions): Figure {
  const { number, menu, views, shown = 0 } = options;
  const first = views[shown]?.figure;
  if (first === undefined) {
    throw new RangeError(messages.noView({ number, shown: String(shown), views: views.length }));
  }
  const { data, layout } = first.plot;
  views.forEach(({ name, figure }, i) => {
    const alike = figure.plot.data.map(({ type }) => type).join() === data.map(typeOf).join();
    if (!alike) throw new RangeError(messages.unlikeViews({ number, name }));
    if (views.findIndex((view) => view.name === name) < i) {
      throw new RangeError(messages.repeatedSeries({ number, series: name }));
    }
  });
  const { height: _, ...plan } = layout;
  return assemble(options, {
    data,
    layout: {
      ...plan,
      margin: { ...plan.margin, t: plan.margin.t + MENU_HEIGHT },
      updatemenus: [menuOf(menu, views, shown)],
    },
    table: {
      columns: [menu, ...first.table.columns],
      rows: views.flatMap(({ name, figure }) => figure.table.rows.map((row) => [name, ...row])),
    },
  });
}

const MENU_HEIGHT = 40;

function menuOf(name: string, views: readonly MenuView[], active: number): Menu {
  return {
    ...{ name, type: "dropdown", direction: "down", active, showactive: true },
    ...{ x: 0, xanchor: "left", y: 1.03, yanchor: "bottom" },
    buttons: views.map(({ name: label, figure: { plot } }) => ({
      label,
      method: "update",
      args: [
        Object.fromEntries(
          DATA.filter((axis) => axis in plot.data[0]).map((axis) => [
            axis,
            plot.data.map((trace) => Reflect.get(trace, axis)),
          ]),
        ),
        { annotations: plot.layout.annotations, shapes: plot.layout.shapes },
      ],
    })),
  };
}

function typeOf({ type }: Trace): string {
  return type;
}
