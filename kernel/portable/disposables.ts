// What a top-level `using` declares. The binding outlives its cell, so the value is disposed of when the binding goes: a
// later cell declares the name anew, or the kernel ends.

type Dispose = () => unknown;

export class Disposables {
  private readonly held = new Map<string, Dispose>();

  /** Keeps what has to be done when `name` goes. Throws a TypeError for a value that cannot be disposed of. */
  hold(name: string, value: unknown): void {
    if (value === null || value === undefined) return;
    const methods = value as { [key: symbol]: unknown };
    const method = methods[Symbol.asyncDispose] ?? methods[Symbol.dispose];
    if (typeof method !== "function")
      throw new TypeError(
        `using ${name}: the value has no method [Symbol.dispose] or [Symbol.asyncDispose]`,
      );
    this.held.set(name, () => method.call(value));
  }

  /** Disposes of what these names hold, the last one first. */
  async release(names: readonly string[]): Promise<void> {
    for (const name of [...this.held.keys()].reverse()) {
      if (!names.includes(name)) continue;
      const dispose = this.held.get(name)!;
      this.held.delete(name);
      await dispose();
    }
  }

  /** Disposes of everything. */
  releaseAll(): Promise<void> {
    return this.release([...this.held.keys()]);
  }
}
