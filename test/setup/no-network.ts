// Loaded before each test file: a test that needs the network fails at once, with this message.
// Local sockets stay open, since kernels and browsers are spoken to through them.
import net from "node:net";

const LOCAL = new Set(["localhost", "127.0.0.1", "::1", "0.0.0.0"]);
const connect = net.Socket.prototype.connect;

/** The host that a call of connect asks for; undefined for a path (a Unix socket). */
function hostOf(first: unknown, second: unknown): string | undefined {
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === "object" && options !== null) {
    const { path, host } = options as { path?: string; host?: string };
    return path === undefined ? (host ?? "localhost") : undefined;
  }
  if (typeof options === "string" && Number.isNaN(Number(options))) return undefined;
  return typeof second === "string" ? second : "localhost";
}

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args[0], args[1]);
  if (host !== undefined && !LOCAL.has(host)) {
    throw new Error(`a test asked for the network (${host}): tests must run offline`);
  }
  return Reflect.apply(connect, this, args);
} as typeof connect;
