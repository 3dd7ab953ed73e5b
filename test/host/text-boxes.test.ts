// Boxes of texts, as far as plotly.js asks for them: sizes from styles, places from anchors and transforms.
import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { innerBox, outerBox } from "../../lib/host/text-boxes";
import { textWidth } from "../../lib/host/text-width";

/** An element of a drawing: the one with id "a". */
function element(inside: string): Element {
  const { document } = new JSDOM(`<svg>${inside}</svg>`).window;
  return document.getElementById("a")!;
}

const width = textWidth("word", 20);

it("takes size and weight from the nearest style or attribute around a text, else 12 and plain", () => {
  const styled = element('<g style="fill:red; font-size: 20px"><text id="a">word</text></g>');
  expect(innerBox(styled).width).toBeCloseTo(width, 12);
  const nearer = element('<g font-size="9"><text id="a" style="font-size:20px">word</text></g>');
  expect(innerBox(nearer).width).toBeCloseTo(width, 12);
  expect(innerBox(element('<text id="a">word</text>')).width).toBeCloseTo(
    textWidth("word", 12),
    12,
  );
  for (const weight of ["bold", "600"]) {
    const heavy = element(`<text id="a" font-size="20" font-weight="${weight}">word</text>`);
    expect(innerBox(heavy).width).toBeCloseTo(1.08 * width, 12);
  }
});

it("lies around its anchor, above the baseline, and grows by lines", () => {
  const at = (anchor: string, text = "word") =>
    innerBox(
      element(`<text id="a" x="100" y="50" font-size="20" text-anchor="${anchor}">${text}</text>`),
    );
  expect(at("start").left).toBe(100);
  expect(at("middle").left).toBeCloseTo(100 - width / 2, 12);
  expect(at("end").right).toBeCloseTo(100, 12);
  expect(at("start").top).toBeCloseTo(50 - 0.93 * 20, 12);
  const two = at("start", '<tspan class="line">word</tspan><tspan class="line">wo</tspan>');
  expect(two.width).toBeCloseTo(width, 12);
  expect(two.height - at("start").height).toBeCloseTo(1.3 * 20, 12);
  expect(innerBox(element('<text id="a" x="7" y="8"></text>'))).toMatchObject({
    width: 0,
    height: 0,
  });
  expect(innerBox(element('<g id="a"><rect/></g>'))).toMatchObject({ x: 0, y: 0, width: 0 });
});

it("is moved by the transforms around it, its own only as seen from outside", () => {
  const plain = outerBox(element('<text id="a" font-size="20">word</text>'));
  const moved = (outer: string, own = "") =>
    element(
      `<g transform="${outer}"><text id="a" font-size="20" transform="${own}">word</text></g>`,
    );
  expect(innerBox(moved("translate(5,6)", "translate(3)"))).toEqual(plain);
  const far = outerBox(moved("translate(5,6)", "translate(3)"));
  expect([far.left - plain.left, far.top - plain.top]).toEqual([8, 6]);
  const both = outerBox(moved("scale(2)"));
  expect([both.width, both.height]).toEqual([2 * plain.width, 2 * plain.height]);
  expect(outerBox(moved("scale(2,3)")).height).toBeCloseTo(3 * plain.height, 12);
  const turned = outerBox(moved("rotate(90,10,20)"));
  expect(turned.height).toBeCloseTo(plain.width, 9);
  expect(turned.top).toBeCloseTo(10, 9); // x = 0 lies 10 to the left of the centre, which becomes 10 above it
  expect(outerBox(moved("skewX(10)"))).toEqual(plain);
});
