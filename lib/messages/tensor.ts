// The English sentences of the memory of the fast kernels, of the native tier and of threads.

/** Messages of the workspace, the memory of the fast kernels. */
export const workspaceMessages = {
  badSize: (p: { mebibytes: number }) =>
    `Workspace: ${p.mebibytes} MiB; give a whole number from 4 to 4096`,
  full: (p: { what: string; asked: number; free: number; bytes: number }) =>
    `the workspace is full: ${p.what} asked for ${p.asked} bytes, ${p.free} of ${p.bytes} are free; ` +
    "dispose() of models that you no longer use, or give the model a larger Workspace",
  stepEnded: (p: { what: string }) =>
    `${p.what}: another pass has begun since, and its numbers took their place; ` +
    "read them right after the pass",
} as const;

/** Messages of the native tier; each says that the default tier goes on. */
export const nativeMessages = {
  noKoffi: () =>
    "openblas: the package koffi is not installed, so products stay on WebAssembly; run node setup.mjs",
  noLibrary: (p: { tried: readonly string[] }) =>
    `openblas: no library found (tried ${p.tried.join(", ") || "nothing"}), so products stay on WebAssembly; ` +
    "run node setup.mjs, or install the system's libopenblas",
  unknownBackend: (p: { name: string }) =>
    `UNROLLED_BACKEND is "${p.name}"; known are "wasm" and "openblas"; products stay on WebAssembly`,
} as const;

/** Messages of the threads that share the default tier's work. */
export const threadMessages = {
  badCount: (p: { value: string }) => `threads: ${p.value}; give a whole number ≥ 1`,
  badSetting: (p: { value: string }) =>
    `UNROLLED_THREADS is "${p.value}"; give a whole number ≥ 1; all is computed on one thread`,
  late: (p: { seconds: number }) =>
    `threads: one has not finished its part in ${p.seconds} s, and its numbers are missing; ` +
    "start again, with UNROLLED_THREADS=1 if it happens again",
  failed: (p: { error: string }) =>
    `threads: one could not start or stopped (${p.error}); the others go on without it`,
} as const;
