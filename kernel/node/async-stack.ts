// Node's own stack of asynchronous contexts, which code that is ended from outside leaves unbalanced: Node aborts the
// process when it notices. Node empties the stack itself once an exception that nobody had caught is dealt with, so
// such an exception is pretended; what is entered later starts from an empty stack.

interface Fatal {
  /** Deals with an exception that nobody caught, as when one comes out of a callback. */
  _fatalException?(error: Error, fromPromise: boolean): boolean;
}

/** Call it when code was ended from outside. */
export function emptyAsyncStack(): void {
  // Its owner would get an exception that never was.
  if (process.hasUncaughtExceptionCaptureCallback()) return;
  process.setUncaughtExceptionCaptureCallback(() => {});
  try {
    (process as Fatal)._fatalException?.(new Error("code was ended from outside"), false);
  } finally {
    process.setUncaughtExceptionCaptureCallback(null);
  }
}
