// Widths and boxes of text in drawings, from the fixed table.
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { innerBox, outerBox } from "../../lib/host/text-boxes";
import { textWidth } from "../../lib/host/text-width";

test("known widths", () => {
  expect(textWidth("", 12)).toBe(0);
  expect(textWidth("10", 10)).toBeCloseTo(12.72);
  expect(textWidth("Wi~", 10)).toBeCloseTo(21.05);
  expect(textWidth("我他", 14)).toBe(28);
  expect(textWidth("，", 10)).toBe(10);
  expect(textWidth("é", 10)).toBeCloseTo(textWidth("e\u0301", 10) + 0.65);
  expect(textWidth("δ", 10)).toBeCloseTo(6.8);
  expect(textWidth("😀", 10)).toBe(10);
});

function element(markup: string, selector: string): Element {
  const found = new JSDOM(`<svg>${markup}</svg>`).window.document.querySelector(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

const style = 'style="font-size: 10px"';

test("a text's box lies around its anchor", () => {
  const start = innerBox(element(`<text x="5" y="20" ${style}>00</text>`, "text"));
  expect([start.left, start.right, start.width]).toEqual(
    [5, 17.72, 12.72].map((value) => expect.closeTo(value)),
  );
  expect(start.top).toBeLessThan(20);
  expect(start.bottom).toBeGreaterThan(20);
  const end = innerBox(element(`<text x="5" text-anchor="end" ${style}>00</text>`, "text"));
  expect(end.right).toBeCloseTo(5);
  const middle = innerBox(element(`<text x="5" text-anchor="middle" ${style}>00</text>`, "text"));
  expect(middle.left + middle.right).toBeCloseTo(10);
});

test("inner transforms count; the element's own only in the outer box", () => {
  const group = element(
    `<g transform="translate(100,0)"><text transform="translate(7,0)" ${style}>00</text></g>`,
    "g",
  );
  expect(innerBox(group).left).toBeCloseTo(7);
  expect(outerBox(group).left).toBeCloseTo(107);
});

test("a text turned by a right angle is as high as it was wide", () => {
  const turned = outerBox(element(`<text transform="rotate(-90)" ${style}>0000</text>`, "text"));
  expect(turned.height).toBeCloseTo(25.44);
  expect(turned.width).toBeCloseTo(11.7);
});

test("the longest of several lines gives the width", () => {
  const lines = '<tspan class="line">0</tspan><tspan class="line">000</tspan>';
  const found = innerBox(element(`<text ${style}>${lines}</text>`, "text"));
  expect(found.width).toBeCloseTo(19.08);
  expect(found.height).toBeCloseTo(24.7);
});
