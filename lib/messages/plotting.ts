// The English sentences of lib/plotting.

/** Messages of lib/plotting. */
export const plottingMessages = {
  badNumber: (p: { number: string }) =>
    `a figure's number must look like "5.1" (notebook, dot, figure), got "${p.number}"`,
  missingText: (p: { number: string; field: string }) =>
    `figure ${p.number} has no ${p.field}: write one sentence, since readers who cannot see the ` +
    "picture have only that",
  badHeight: (p: { number: string; height: string }) =>
    `figure ${p.number}: the height must be from 200 to 2000 CSS pixels, got ${p.height}`,
  noSeries: (p: { number: string }) => `figure ${p.number} has no series: give at least one`,
  emptySeries: (p: { number: string; series: string }) =>
    `figure ${p.number}: series "${p.series}" has no values`,
  repeatedSeries: (p: { number: string; series: string }) =>
    `figure ${p.number} has two series called "${p.series}": give each its own name`,
  notFinite: (p: { number: string; series: string; index: string; value: string }) =>
    `figure ${p.number}: series "${p.series}" has ${p.value} at index ${p.index}: a figure shows ` +
    "finite numbers; write null for a gap",
  notPositive: (p: { number: string; series: string; index: string; value: string }) =>
    `figure ${p.number}: series "${p.series}" has ${p.value} at index ${p.index}, and a ` +
    "logarithmic axis shows numbers above 0 only: write null for a gap",
  lengths: (p: { number: string; series: string; expected: number; got: number; of: string }) =>
    `figure ${p.number}: series "${p.series}" has ${p.got} values and ${p.expected} ${p.of}: ` +
    "they must be as many",
  badRange: (p: { number: string; axis: string }) =>
    `figure ${p.number}: the range of the ${p.axis} axis must be two finite numbers, the lower ` +
    "first, above 0 on a logarithmic axis",
  badReference: (p: { number: string; label: string }) =>
    `figure ${p.number}: the reference line "${p.label}" needs a label and exactly one of x and ` +
    "y, a finite number (above 0 on a logarithmic axis)",
  tableRow: (p: { row: number; expected: number; got: number }) =>
    `showTable: row ${p.row} has ${p.got} cells; give ${p.expected}, one for each heading`,
  rowLengths: (p: { number: string; row: string; expected: number; got: number }) =>
    `figure ${p.number}: row ${p.row} has ${p.got} values, the first row ${p.expected}: all rows ` +
    "must be as long",
  noRuns: (p: { number: string; series: string }) =>
    `figure ${p.number}: series "${p.series}" has no runs: give the values of at least one seed`,
  unknownCategory: (p: { number: string; category: string }) =>
    `figure ${p.number}: a reference line names the category "${p.category}", which no bar has`,
  noRange: (p: { number: string; axis: string }) =>
    `figure ${p.number} has choices, so its ${p.axis} axis needs a range: the curves should move, ` +
    "not the axis",
  fewChoices: (p: { number: string; choice: string }) =>
    `figure ${p.number}: "${p.choice}" has fewer than two labels to choose from`,
  badStart: (p: { number: string; choice: string; start: string }) =>
    `figure ${p.number}: "${p.choice}" starts at ${p.start}, which is no index of its labels`,
  unevenChoices: (p: { number: string; button: string; step: string }) =>
    `figure ${p.number}: the choice ${p.button}, ${p.step} has curves of other names than the first: ` +
    "give all choices the same names in the same order",
  noView: (p: { number: string; shown: string; views: number }) =>
    `figure ${p.number}: the menu cannot show view ${p.shown} of ${p.views}: give at least one view, ` +
    "and count them from 0",
  unlikeViews: (p: { number: string; name: string }) =>
    `figure ${p.number}: the view "${p.name}" has other kinds of series than the view shown first: ` +
    "make all views with the same builder and as many series",
  svgImage: (p: { number: string }) =>
    `figure ${p.number}: the drawing holds a bitmap, which is not allowed in the static SVG: ` +
    "use one of the library's figure builders",
  noNodes: (p: { number: string }) => `figure ${p.number} has no nodes: give at least one`,
  repeatedNode: (p: { number: string; id: string }) =>
    `figure ${p.number} has two nodes with the id "${p.id}": give each its own`,
  unknownNode: (p: { number: string; id: string; where: string; known: string }) =>
    `figure ${p.number}: ${p.where} names the node "${p.id}", which is not there; there are ${p.known}`,
  linkFrom: () => "the start of a link",
  linkTo: () => "the end of a link",
  group: () => "a group",
  emptyGroup: (p: { number: string; label: string }) =>
    `figure ${p.number}: the group "${p.label}" holds no node: name at least one in "around"`,
  badPlace: (p: { number: string; what: string }) =>
    `figure ${p.number}: a place of "${p.what}" is not made of finite numbers: give [column, row]`,
  badCell: (p: { number: string; cell: string }) =>
    `figure ${p.number}: a cell must be [width, height] in CSS pixels, above 0, got ${p.cell}`,
  tooWide: (p: { number: string; width: number; widest: number; cell: string }) =>
    `figure ${p.number} would be ${p.width} CSS pixels wide, and a page holds ${p.widest}: ` +
    `use fewer columns, or a cell smaller than ${p.cell}`,
  /** Column heads of a diagram's table. */
  diagramColumns: () => ["label", "drawn as", "with", "from", "to"],
  /** A kind of node, "link" or "group", and a style that is not the plain one. */
  drawn: (p: { kind: string; style: string }) =>
    p.style === "" ? p.kind : `${p.kind}, ${p.style}`,
  /** Column heads of a band's data table. */
  column: (p: { series: string; part: string }) => `${p.series}: ${p.part}`,
  median: () => "median",
  mean: () => "mean",
  low: () => "low",
  high: () => "high",
  figure: (p: { number: string }) => `Figure ${p.number}.`,
  /** Opens the text alternative and the data below a figure. */
  figureInWords: (p: { number: string }) => `Figure ${p.number} in words, and its data`,
} as const;

/** Messages of the live progress display. */
export const progressMessages = {
  badTotal: (p: { total: string }) =>
    `LiveProgress needs a total of at least 1 step, a whole number, got ${p.total}`,
  badStep: (p: { step: string }) =>
    `LiveProgress.update needs the number of steps done so far, 0 or more, got ${p.step}`,
  finished: () => "this progress display is finished: make a new LiveProgress for another run",
  steps: (p: { step: string; total: string; unit: string }) => `${p.step} of ${p.total} ${p.unit}`,
  loss: (p: { loss: string }) => `loss ${p.loss}`,
  speed: (p: { speed: string; unit: string }) => `${p.speed} ${p.unit}/s`,
  left: (p: { time: string }) => `${p.time} left`,
  seconds: (p: { seconds: string }) => `${p.seconds} s`,
  minutes: (p: { minutes: string; seconds: string }) => `${p.minutes} min ${p.seconds} s`,
  done: () => "done",
  stopped: () => "stopped early",
  /** The whole state in one line, for terminals and for readers who cannot see the bar. */
  line: (p: { label: string; parts: string }) => `${p.label}: ${p.parts}`,
} as const;
