// The part of plotly's figure JSON that the builders write. Kept to what plotly.js 3 (JupyterLab's
// extension) and 4 (the book, the static drawing) both understand; no traces from templates.

/** A font; sizes in CSS pixels. */
export interface Font {
  family?: string;
  size?: number;
  color?: string;
}

/** One axis. */
export interface Axis {
  title: { text: string; font?: Font; standoff?: number };
  type: "linear" | "log";
  automargin: true;
  range?: [number, number];
  autorange?: boolean | "reversed";
  rangemode?: "tozero" | "normal";
  tickmode?: "array";
  tickvals?: number[];
  ticktext?: string[];
  tickfont?: Font;
  autotickangles?: number[];
  dtick?: number;
  exponentformat?: "none";
  separatethousands?: boolean;
  showgrid?: boolean;
  gridcolor?: string;
  gridwidth?: number;
  zeroline?: boolean;
  showline?: boolean;
  linecolor?: string;
  ticks?: "outside" | "";
  tickcolor?: string;
  ticklen?: number;
  nticks?: number;
  fixedrange?: boolean;
  /** Part of the plot's width or height that the axis takes, for panels side by side. */
  domain?: [number, number];
  anchor?: string;
  showticklabels?: boolean;
}

export type Dash = "solid" | "dash" | "dot" | "dashdot" | "longdash" | "longdashdot";
export type MarkerSymbol = "circle" | "square" | "diamond" | "cross" | "x" | "triangle-up" | "star";
export type Pattern = "/" | "\\" | "x" | "-" | "+" | ".";

/** A line, or with `fill` a closed area. */
export interface LineTrace {
  type: "scatter";
  name: string;
  mode: "lines" | "lines+markers" | "markers";
  x: (number | null)[];
  y: (number | null)[];
  connectgaps?: boolean;
  line: { color: string; width: number; dash?: Dash };
  marker?: { color: string; symbol: MarkerSymbol; size: number; maxdisplayed?: number };
  fill?: "toself";
  fillcolor?: string;
  legendgroup?: string;
  showlegend?: boolean;
  hoverinfo?: "skip";
  hovertemplate?: string;
  /** The axes of its panel; left out: x and y. */
  xaxis?: string;
  yaxis?: string;
  visible?: boolean;
}

/** A group of bars, one for each category. */
export interface BarTrace {
  type: "bar";
  name: string;
  x: number[];
  y: (number | null)[];
  width: number;
  offset: number;
  marker: {
    color: string;
    line: { color: string; width: number };
    pattern?: { shape: Pattern; fgcolor: string; bgcolor: string; size: number; solidity: number };
  };
  error_y?: {
    type: "data";
    symmetric: false;
    array: (number | null)[];
    arrayminus: (number | null)[];
    color: string;
    thickness: number;
    width: number;
  };
  hovertemplate?: string;
}

/** A matrix of coloured cells. */
export interface HeatTrace {
  type: "heatmap";
  x: number[];
  y: number[];
  z: (number | null)[][];
  zmin: number;
  zmax: number;
  colorscale: [number, string][];
  colorbar: {
    title: { text: string; side: "right" };
    thickness: number;
    outlinewidth: number;
    ticks: "outside";
    nticks: number;
  };
  xgap: number;
  ygap: number;
}

export type Trace = LineTrace | BarTrace | HeatTrace;

/** A straight line across the plot, in data or paper (0 to 1) coordinates. */
export interface Shape {
  type: "line";
  xref: "x" | "paper";
  yref: "y" | "paper";
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  line: { color: string; width: number; dash: Dash };
}

/** A label at a point of the plot. On a logarithmic axis plotly wants the exponent of 10. */
export interface Annotation {
  text: string;
  xref: "x" | "paper";
  yref: "y" | "paper";
  x: number;
  y: number;
  xanchor: "left" | "center" | "right";
  yanchor: "top" | "middle" | "bottom";
  showarrow: false;
  font: Font;
  bgcolor: string;
  borderpad: number;
  textangle?: number;
  xshift?: number;
  yshift?: number;
}

/**
 * What a choice changes: properties of the traces, a value for each trace, and properties of the
 * layout.
 */
export type Change = [
  data: Record<string, unknown[]>,
  layout: Partial<Pick<Layout, "annotations" | "shapes">>,
];

/** A drop-down menu or a row of buttons. The book's pages show their own control in its place. */
export interface Menu {
  /** What is chosen, the label of a page's own control. */
  name: string;
  type: "dropdown" | "buttons";
  direction: "down" | "right";
  active: number;
  showactive: true;
  x: number;
  xanchor: "left";
  y: number;
  yanchor: "top" | "bottom";
  pad?: { t: number };
  buttons: { label: string; method: "update"; args: Change }[];
}

/** A slider. The book's pages show their own control in its place. */
export interface Slider {
  /** What is moved, the label of a page's own control. */
  name: string;
  active: number;
  steps: { label: string; method: "update"; args: Change }[];
  currentvalue: { prefix: string; font: Font };
  x: number;
  len: number;
  y: number;
  yanchor: "top";
  pad: { t: number };
  font: Font;
}

export interface Layout {
  height: number;
  autosize: true;
  margin: { l: number; r: number; t: number; b: number };
  paper_bgcolor: string;
  plot_bgcolor: string;
  font: Font;
  showlegend: boolean;
  hovermode: "closest" | "x unified";
  legend?: {
    orientation: "h";
    x: number;
    xanchor: "left";
    y: number;
    yanchor: "bottom";
    font: Font;
    traceorder?: "normal";
  };
  xaxis: Axis;
  yaxis: Axis;
  shapes: Shape[];
  annotations: Annotation[];
  barmode?: "overlay";
  updatemenus?: Menu[];
  sliders?: Slider[];
  /** Further axes, xaxis2 and so on, of panels. */
  [further: `xaxis${number}` | `yaxis${number}`]: Axis;
}

/** What a plotly output holds. */
export interface PlotlyFigure {
  data: Trace[];
  layout: Layout;
  config: { responsive: true; displaylogo: false };
}
