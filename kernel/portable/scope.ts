// The names of a notebook. Each lives in a box, an object with one property called like the name (see rewrite.ts).

/** Holds the value of one name under that name. */
export type Box = Record<string, unknown>;

export class Scope {
  private readonly boxes = new Map<string, Box>();
  private readonly declared = new Set<string>();

  /** Whether some cell has declared `name`. */
  has(name: string): boolean {
    return this.declared.has(name);
  }

  /** Makes `name` a name of the notebook. A value that it has already stays until the cell assigns one. */
  declare(name: string): void {
    if (this.declared.has(name)) return;
    this.declared.add(name);
    const waiting = this.boxes.get(name);
    if (!waiting) this.boxes.set(name, {});
    else
      Object.defineProperty(waiting, name, {
        value: undefined,
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }

  /** The box of `name`. When no cell has declared it yet, the box stands for the global of that name, or throws. */
  box(name: string): Box {
    let box = this.boxes.get(name);
    if (!box) {
      box = undeclared(name);
      this.boxes.set(name, box);
    }
    return box;
  }

  /** The present value of `name`; `undefined` when it has none. */
  value(name: string): unknown {
    return this.declared.has(name) ? this.boxes.get(name)![name] : undefined;
  }
}

function undeclared(name: string): Box {
  const missing = () => new ReferenceError(`${name} is not defined`);
  return Object.defineProperty({}, name, {
    configurable: true,
    get() {
      if (!(name in globalThis)) throw missing();
      return Reflect.get(globalThis, name);
    },
    set(value: unknown) {
      if (!(name in globalThis)) throw missing();
      Reflect.set(globalThis, name, value);
    },
  });
}
