// The English sentences of the memory of the fast kernels, and of the native tier.

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
