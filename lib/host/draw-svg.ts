// Draws a figure's plotly JSON as a static SVG, with the same plotly.js that draws it live, in jsdom.
import type { Drawable } from "./host";

/**
 * The figure as an SVG document.
 * @param figure what to draw
 * @param load finds and loads the drawing libraries, which cost half a second, on first use
 */
export async function drawFigure(figure: Drawable, load: NodeJS.Require): Promise<string> {
  const { drawingPage } = await import("./drawing-page");
  return (await drawingPage(load)).draw(figure);
}
