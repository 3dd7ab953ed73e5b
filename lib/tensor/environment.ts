// What the environment asks of the workspace that models share: UNROLLED_BACKEND and UNROLLED_THREADS.
import { availableParallelism } from "node:os";
import { nativeMessages, threadMessages } from "../messages";
import { accelerate } from "./native/native-workspace";
import { spread } from "./threads/threaded-workspace";
import { sharedWorkspace } from "./workspace";

/**
 * UNROLLED_BACKEND: "openblas", or "wasm", as if unset. UNROLLED_THREADS: a whole number ≥ 1; unset, one thread, and
 * with OpenBLAS one a core. What is neither costs one line: the backend is then as if unset, the threads are one.
 */
export function useEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  const [backend, threads] = [env.UNROLLED_BACKEND || "wasm", threadsAsked(env.UNROLLED_THREADS)];
  if (backend === "openblas") {
    accelerate(sharedWorkspace(), threads ?? availableParallelism());
    return;
  }
  if (backend !== "wasm") console.warn(nativeMessages.unknownBackend({ name: backend }));
  if (threads !== undefined && threads > 1) spread(sharedWorkspace(), threads);
}

function threadsAsked(value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  const threads = Number(value);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  console.warn(threadMessages.badSetting({ value }));
  return 1;
}
