// Who can reach a kernel: only programs of the same machine, for whoever speaks to it runs code there.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "../../book/free-port.mjs";

const MAIN = resolve(import.meta.dirname, "../../kernel/dist/main.cjs");
const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"];

let folder: string;
let kernel: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loopback-"));
});
afterEach(() => {
  kernel?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a kernel that is asked to listen on `ip`; gives its ports and what it says. */
async function start(ip: string) {
  const ports: number[] = [];
  for (const _ of CHANNELS) ports.push(await freePort());
  const named = Object.fromEntries(CHANNELS.map((channel, i) => [`${channel}_port`, ports[i]]));
  const file = join(folder, "connection.json");
  const auth = { key: "k", signature_scheme: "hmac-sha256" };
  writeFileSync(file, JSON.stringify({ ...named, ...auth, transport: "tcp", ip }));
  kernel = spawn(process.execPath, [MAIN, file], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  kernel.stderr!.on("data", (chunk) => (log += chunk));
  return { ports, log: () => log, kernel };
}

const listens = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => done(true)).on("error", () => done(false));
    socket.on("connect", () => socket.destroy());
  });

/** Whether nobody listens at this port of another address of this machine: then it can be taken. */
const isFree = (port: number, host: string) =>
  new Promise<boolean>((done) => {
    const server = createServer();
    server.on("error", () => done(false));
    server.listen(port, host, () => server.close(() => done(true)));
  });

it("listens on the loopback, on none of the machine's other addresses", async () => {
  const { ports, log } = await start("127.0.0.1");
  for (const port of ports) {
    await expect.poll(() => listens(port), { timeout: 60_000, message: log() }).toBe(true);
  }
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const others = all.filter(({ family, internal }) => family === "IPv4" && !internal);
  const other = others[0]?.address ?? "127.0.0.2";
  for (const port of ports) expect(await isFree(port, other)).toBe(true);
  expect(await isFree(ports[0], "127.0.0.1")).toBe(false); // so that a taken port is seen as such
});

it("refuses to listen where other machines could reach it, and says what to do", async () => {
  const { kernel, log } = await start("0.0.0.0");
  expect((await once(kernel, "exit"))[0]).toBe(1);
  expect(log()).toContain("asks to listen on 0.0.0.0");
  expect(log()).toContain("start it with the ip 127.0.0.1");
});
