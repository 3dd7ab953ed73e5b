// The English sentences of the memory of the fast kernels.

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
