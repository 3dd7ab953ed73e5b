// Parts of Node that have no public name.

/** The binding called `name`; `undefined` in a Node that hides it. Says nothing of its deprecation. */
export function nodeBinding<T>(name: string): T | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => T };
  const { noDeprecation } = process;
  try {
    process.noDeprecation = true;
    return binding?.call(process, name);
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation === true;
  }
}
