// Printed text is joined, cut at full chunks, and never reordered.
import { expect, it, vi } from "vitest";
import { FULL, StreamBuffer, type StreamChunk } from "../../../kernel/node/stream-buffer";

function buffer(): { sent: StreamChunk[]; stream: StreamBuffer } {
  const sent: StreamChunk[] = [];
  return { sent, stream: new StreamBuffer((chunk) => sent.push(chunk)) };
}

it("joins text of one stream and one parent, and sends it after a moment", () => {
  vi.useFakeTimers();
  const { sent, stream } = buffer();
  stream.add({ name: "stdout", parent: "p", text: "a" });
  stream.add({ name: "stdout", parent: "p", text: "b" });
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([{ name: "stdout", parent: "p", text: "ab" }]);
  vi.useRealTimers();
});

it("sends before another stream or parent", () => {
  const { sent, stream } = buffer();
  stream.add({ name: "stdout", parent: "p", text: "1" });
  stream.add({ name: "stderr", parent: "p", text: "2" });
  stream.add({ name: "stderr", parent: "q", text: "3" });
  stream.flush();
  expect(sent.map((c) => c.text)).toEqual(["1", "2", "3"]);
});

it("cuts long text into full chunks, between characters", () => {
  const { sent, stream } = buffer();
  const text = `x${"😀".repeat(FULL)}`;
  stream.add({ name: "stdout", parent: "p", text });
  stream.flush();
  expect(sent.map((c) => c.text).join("")).toBe(text);
  for (const chunk of sent) {
    expect(chunk.text.length).toBeLessThanOrEqual(FULL);
    expect(Buffer.from(chunk.text).includes("\uFFFD")).toBe(false); // no half characters
  }
});
