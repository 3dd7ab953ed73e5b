// One kernel for the tests of a file.
import { afterAll, beforeAll } from "vitest";
import { KernelClient, type StartOptions } from "./client";

/** Starts a kernel before the tests of a file and ends it after them; call the result to get it. */
export function sharedKernel(options: StartOptions = {}): () => KernelClient {
  let kernel: KernelClient | undefined;
  beforeAll(async () => {
    kernel = await KernelClient.start(options);
  });
  afterAll(async () => {
    await kernel?.stop();
  });
  return () => kernel!;
}
