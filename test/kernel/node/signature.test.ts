// Signatures are compared in a time that does not tell how many of their characters are right.
import type * as crypto from "node:crypto";
import { expect, it, vi } from "vitest";
import { Wire } from "../../../kernel/node/wire";

vi.mock("node:crypto", async (load) => {
  const real = await load<typeof crypto>();
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

it("compares signatures by timingSafeEqual, the right and the wrong", async () => {
  const { timingSafeEqual } = await import("node:crypto");
  const wire = new Wire({ key: "k", signature_scheme: "hmac-sha256" });
  const frames = wire.encode([], "t", "{}", "{}");
  wire.decode(frames);
  expect(timingSafeEqual).toHaveBeenCalledTimes(1);
  const last = frames[1].length - 1;
  frames[1][last] ^= 1;
  expect(() => wire.decode(frames)).toThrow("wrong signature");
  expect(timingSafeEqual).toHaveBeenCalledTimes(2);
});
