// Colours that readers with any colour vision can tell apart, on white. Lines have at least 3:1
// contrast against the background; colour is never the only sign (see style.ts).

/**
 * The series' colours, after Okabe and Ito, "Color Universal Design", 2008. Their orange and sky blue
 * are darkened and their yellow left out, since those are too pale for lines on white.
 */
export const SERIES_COLOURS: readonly string[] = [
  "#0072b2", // blue
  "#d55e00", // vermillion
  "#007f5c", // bluish green, darkened
  "#b5588f", // reddish purple, darkened
  "#000000", // black
  "#b07a00", // orange, darkened
  "#2b83bd", // sky blue, darkened
];

/** Text, axes, grid and background. */
export const INK = "#222222";
export const MUTED = "#595959";
export const GRID = "#e3e3e3";
export const PAPER = "#ffffff";

/** A colour scale: positions from 0 to 1 and their colours. */
export type ColourScale = readonly (readonly [number, string])[];

/** From white to dark blue: magnitudes. Lightness falls evenly, so it also prints in grey. */
export const SEQUENTIAL: ColourScale = [
  [0, "#f7fbff"],
  [0.25, "#c6dbef"],
  [0.5, "#6baed6"],
  [0.75, "#2171b5"],
  [1, "#08306b"],
];

/** From blue over white to vermillion-brown: values on both sides of zero. */
export const DIVERGING: ColourScale = [
  [0, "#053061"],
  [0.25, "#4393c3"],
  [0.5, "#f7f7f7"],
  [0.75, "#e08214"],
  [1, "#7f3b08"],
];

type Rgb = [number, number, number];

/** Red, green and blue, 0 to 255, of a colour written #rrggbb. */
export function parseHex(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour `#rrggbb` with an opacity from 0 to 1. */
export function withOpacity(colour: string, opacity: number): string {
  return `rgba(${parseHex(colour).join(",")},${opacity})`;
}

/** The scale's colour at a position; positions outside 0 to 1 take the nearest end's. */
export function colourAt(scale: ColourScale, position: number): string {
  const at = Math.min(1, Math.max(0, position));
  const above = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= at),
  );
  const [from, fromColour] = scale[above - 1];
  const [to, toColour] = scale[above];
  const share = (at - from) / (to - from);
  const start = parseHex(fromColour);
  const end = parseHex(toColour);
  const mixed = start.map((value, i) => Math.round(value + share * (end[i] - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Contrast of two colours by WCAG 2: from 1 (the same) to 21 (black on white). */
export function contrast(first: string, second: string): number {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = parseHex(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
