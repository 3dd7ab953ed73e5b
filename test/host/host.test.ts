// The installed host, and what is said when there is none.
import { afterEach, expect, test } from "vitest";
import { type Host, host, setHost } from "../../lib/host/host";

afterEach(() => setHost(undefined));

test("without a host the message says how to get one", () => {
  expect(() => host()).toThrow(/no host is installed.*setHost/s);
});

test("the installed host is the one returned", () => {
  const fake: Host = {
    publish: () => undefined,
    drawSvg: async () => "<svg/>",
    readData: async () => new Uint8Array(),
    poll: async () => undefined,
  };
  setHost(fake);
  expect(host()).toBe(fake);
});
