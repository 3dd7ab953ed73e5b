// Reference lines: bounds, optima and the like, drawn thin and dashed in grey with their label on them.
import { MUTED } from "./colours";
import type { AxisOptions, Reference } from "./figure";
import type { Annotation, Shape } from "./plotly-json";
import type { Plan } from "./style";

/** The looks of a reference line. */
export const REFERENCE_LINE: Shape["line"] = { color: MUTED, width: 1.5, dash: "dot" };

/** Where plotly wants an annotation on an axis: the exponent of 10 on a logarithmic one. */
export function annotationPlace(value: number, axis: AxisOptions): number {
  return axis.log ? Math.log10(value) : value;
}

/** A label without an arrow, on a ground that keeps it readable where it crosses a line. */
export function label(
  text: string,
  place: Omit<Annotation, keyof typeof LABEL | "text">,
): Annotation {
  return { text, ...place, ...LABEL };
}

const LABEL = {
  showarrow: false,
  font: { size: 13, color: MUTED },
  bgcolor: "rgba(255,255,255,0.8)",
  borderpad: 1,
} as const;

/** Adds the reference lines and their labels to a layout. */
export function addReferences(
  layout: Plan,
  references: readonly Reference[],
  axes: { x: AxisOptions; y: AxisOptions },
): void {
  for (const { x, y, label: text, at = "right" } of references) {
    if (y !== undefined) {
      layout.shapes.push({
        ...{ type: "line", xref: "paper", yref: "y", x0: 0, x1: 1, y0: y, y1: y },
        line: REFERENCE_LINE,
      });
      const place = { x: at === "left" ? 0.01 : 0.99, y: annotationPlace(y, axes.y) };
      layout.annotations.push(
        label(text, { ...place, xref: "paper", yref: "y", xanchor: at, yanchor: "bottom" }),
      );
    } else if (x !== undefined) {
      layout.shapes.push({
        ...{ type: "line", xref: "x", yref: "paper", x0: x, x1: x, y0: 0, y1: 1 },
        line: REFERENCE_LINE,
      });
      const place = { x: annotationPlace(x, axes.x), y: 0.99 };
      layout.annotations.push(
        label(text, { ...place, xref: "x", yref: "paper", xanchor: "left", yanchor: "top" }),
      );
    }
  }
}

/** The places of the reference lines along one axis, which its ticks have to reach too. */
export function referenceValues(references: readonly Reference[], along: "x" | "y"): number[] {
  return references.flatMap((reference) => reference[along] ?? []);
}
