// The wire format: signed, delimited frames, and clear words for those that are not.
import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { address, Wire } from "../../../kernel/node/wire";

const wire = new Wire({ key: "k", signature_scheme: "hmac-sha256" });

it("signs what it sends as Jupyter does", () => {
  const [id, delimiter, signature, ...parts] = wire.encode(
    [Buffer.from("me")],
    "t",
    "{}",
    '{"a":1}',
  );
  expect([String(id), String(delimiter)]).toEqual(["me", "<IDS|MSG>"]);
  const hmac = createHmac("sha256", "k");
  for (const part of parts) hmac.update(part);
  expect(String(signature)).toBe(hmac.digest("hex"));
  expect(JSON.parse(String(parts[0]))).toMatchObject({ msg_type: "t", version: "5.4" });
});

it("reads what it wrote, with buffers behind it", () => {
  const frames = wire.encode([Buffer.from("a"), Buffer.from("b")], "t", "{}", '{"x":"é"}');
  const message = wire.decode([...frames, Buffer.from("extra")]);
  expect(message.ids.map(String)).toEqual(["a", "b"]);
  expect(message.content).toEqual({ x: "é" });
});

it.each([
  ["too few frames", (f: Buffer[]) => f.slice(0, 4), "not a Jupyter message"],
  ["a changed part", (f: Buffer[]) => [...f.slice(0, -1), Buffer.from("{}")], "wrong signature"],
  [
    "another length of signature",
    (f: Buffer[]) => f.map((x, i) => (i === 1 ? Buffer.from("ab") : x)),
    "wrong signature",
  ],
])("refuses %s", (_, damage, words) => {
  expect(() => wire.decode(damage(wire.encode([], "t", "{}", '{"x":1}')))).toThrow(words);
});

it("takes unsigned messages when the connection has no key", () => {
  const open = new Wire({ key: "", signature_scheme: "hmac-sha256" });
  expect(open.decode(open.encode([], "t", "{}", "{}")).header.msg_type).toBe("t");
});

it("spells addresses of both transports", () => {
  const ports = { shell_port: 5, stdin_port: 1, iopub_port: 2, control_port: 3, hb_port: 4 };
  const base = { ...ports, key: "", signature_scheme: "" };
  expect(address({ ...base, transport: "tcp", ip: "127.0.0.1" }, "shell")).toBe(
    "tcp://127.0.0.1:5",
  );
  expect(address({ ...base, transport: "ipc", ip: "run/k" }, "hb")).toBe("ipc://run/k-4");
});

it("listens where only this machine reaches it, and nowhere else", () => {
  const ports = { shell_port: 5, stdin_port: 1, iopub_port: 2, control_port: 3, hb_port: 4 };
  const on = (ip: string) => () =>
    address({ ...ports, key: "k", signature_scheme: "", transport: "tcp", ip }, "shell");
  for (const ip of ["127.0.0.1", "127.1.2.3", "::1", "localhost"]) expect(on(ip)).not.toThrow();
  for (const ip of ["0.0.0.0", "*", "", "::", "192.168.1.7", "eth0", "127.0.0.1.example.org"])
    expect(on(ip)).toThrow(`listen on ${ip}: this kernel listens on the loopback only`);
});
