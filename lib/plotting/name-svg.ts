// A drawing of our own as a whole SVG document, named for readers who cannot see it.
import { plottingMessages as messages } from "../messages";
import { escapeXml } from "./escape-xml";

/** The document: `size` holds its width, height and viewBox, `inside` what is drawn. */
export function nameSvg(
  { number, caption, alt }: { number: string; caption: string; alt: string },
  size: string,
  inside: string,
): string {
  const id = `fig-${number.replace(/[^0-9A-Za-z]+/g, "-")}`;
  const title = escapeXml(`${messages.figure({ number })} ${caption}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="${id}-title"`,
    ` aria-describedby="${id}-desc" font-family="Arial, Helvetica, Liberation Sans, sans-serif">`,
    `<title id="${id}-title">${title}</title><desc id="${id}-desc">${escapeXml(alt)}</desc>`,
    `${inside}</svg>\n`,
  ].join("");
}
