// Runs compiled cells one after the other on one scope. What differs between Node and a browser (loading modules,
// turning text into a function, stopping a loop) is the host's work.
import type { Compiled } from "./compile";
import { Disposables } from "./disposables";
import { type Box, Scope } from "./scope";

/** What a compiled cell gets as `$cell`. */
export interface CellInterface {
  readonly modules: readonly unknown[];
  readonly meta: object;
  box(name: string): Box;
  /** The value of `name`, a global's where no cell has declared it; `undefined` when there is none. */
  value(name: string): unknown;
  result(value: unknown): unknown;
  await(value: unknown): unknown;
  iterate(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown>;
  import(specifier: string): Promise<unknown>;
}

export type CellFunction = (cell: CellInterface) => unknown;

export interface ExecutorHost {
  /** What `import.meta` is in a cell. */
  readonly meta: object;
  /** Names that cells may use without declaring them. */
  globals(): Set<string>;
  /** Makes a function of `text`, an expression; `file` is its name in stack traces. */
  evaluate(text: string, file: string): CellFunction;
  /**
   * Calls `work` so that an interrupt ends it, and all that follows from it before the event loop turns. Throws what
   * `work` throws, or why it was ended. Inside, it just calls.
   */
  enter(work: () => void): void;
  /** Whether the running code can be ended by an interrupt. */
  isInside(): boolean;
  /** Calls `work`, outside, in a later turn of the event loop, at least `delay` ms from now. */
  later(work: () => void, delay?: number): void;
  /** Loads a module as `import` would; may be synchronous. */
  load(specifier: string): unknown;
  /** Milliseconds from some start. */
  now(): number;
}

/** Thrown into a cell that the reader stops. */
export class Interrupted extends Error {
  override readonly name = "KeyboardInterrupt";
  constructor() {
    super("the cell was interrupted");
  }
}

/** How a run ended. `hasValue`: the cell's last statement is an expression that was reached. */
export type Outcome =
  | { readonly ok: true; readonly hasValue: boolean; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

/** How long a chain of awaits may keep the event loop from turning, ms. */
const TURN_AFTER = 25;
/** How long a cell may clean up after its await was interrupted before it is given up, ms. */
const GRACE = 50;

export class Executor {
  readonly scope = new Scope();
  private readonly disposables = new Disposables();
  private readonly waiting = new Set<(reason: unknown) => void>();
  /** Ends a run whose code has not begun; set until it begins. */
  private cancel: ((reason: unknown) => void) | undefined;
  private abandon: ((reason: unknown) => void) | undefined;
  private lastTurn = 0;
  private stopping = new AbortController();

  constructor(private readonly host: ExecutorHost) {}

  /** The names that compile() has to leave alone: the host's, except those that cells have taken over. */
  globals(): Set<string> {
    const names = this.host.globals();
    for (const name of [...names]) if (this.scope.has(name)) names.delete(name);
    return names;
  }

  /** Aborted when the running cell is interrupted; each cell has its own. */
  get interruption(): AbortSignal {
    return this.stopping.signal;
  }

  /** Runs a cell to its end. Never throws: what the cell throws is in the outcome. */
  async run(compiled: Compiled, file: string): Promise<Outcome> {
    let hasValue = false;
    let value: unknown;
    this.lastTurn = this.host.now();
    this.stopping = new AbortController();
    try {
      const modules: unknown[] = [];
      for (const specifier of compiled.modules) modules.push(await this.loaded(specifier));
      const cell = this.cellInterface(modules, (v) => {
        hasValue = true;
        value = v;
      });
      const head = compiled.async ? "async function" : "function";
      const body = this.host.evaluate(`(${head}($cell){${compiled.js}\n})`, file);
      await this.disposables.release(compiled.names);
      for (const name of compiled.names) this.scope.declare(name);
      await this.settled(() => body(cell), compiled.async);
      this.hold(compiled);
      return { ok: true, hasValue, value };
    } catch (error) {
      return { ok: false, error };
    } finally {
      this.abandon = undefined;
      this.cancel = undefined;
    }
  }

  /** Loads a module; an interrupt ends the waiting for it. */
  private loaded(specifier: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.cancel = reject;
      Promise.resolve()
        .then(() => this.host.load(specifier))
        .then(resolve, reject);
    });
  }

  /** Disposes of everything that `using` holds. */
  async close(): Promise<void> {
    await this.disposables.releaseAll();
  }

  private hold(compiled: Compiled): void {
    for (const name of compiled.disposables) this.disposables.hold(name, this.scope.value(name));
  }

  /** Ends what the running cell awaits. A cell that does not react is given up a moment later. */
  interrupt(reason: Error = new Interrupted()): void {
    const { cancel } = this;
    this.cancel = undefined;
    cancel?.(reason);
    this.stopping.abort(reason);
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const reject of waiting) reject(reason);
    const { abandon } = this;
    if (abandon)
      this.host.later(() => {
        if (this.abandon === abandon) abandon(reason);
      }, GRACE);
  }

  /** Starts a cell; settles with it, outside. */
  private settled(start: () => unknown, isAsync: boolean): Promise<void> {
    const { host } = this;
    return new Promise((resolve, reject) => {
      const succeed = () => host.later(resolve);
      const fail = (error: unknown) => host.later(() => reject(error));
      this.abandon = reject;
      this.cancel = reject;
      host.later(() => {
        if (this.cancel !== reject) return;
        this.cancel = undefined;
        let threw = false;
        try {
          host.enter(() => {
            let running: unknown;
            try {
              running = start();
            } catch (error) {
              threw = true; // not reached by code that is stopped
              throw error;
            }
            if (isAsync) Promise.resolve(running).then(succeed, fail);
            else succeed();
          });
        } catch (error) {
          reject(error);
          if (!threw) this.interrupt(error as Error); // what the cell has begun hears of it
        }
      });
    });
  }

  /** Goes on with a cell after an await, so that what follows can be interrupted. */
  private resume(work: () => void): void {
    const { host } = this;
    if (host.isInside()) {
      work();
      return;
    }
    host.later(() => {
      try {
        host.enter(work);
      } catch (error) {
        this.interrupt(error as Error);
      }
    });
  }

  private cellInterface(modules: unknown[], result: (value: unknown) => void): CellInterface {
    const { scope, host } = this;
    const wait = (value: unknown) => this.awaited(value);
    return {
      modules,
      meta: host.meta,
      box: (name) => scope.box(name),
      value: (name) => (scope.has(name) ? scope.value(name) : Reflect.get(globalThis, name)),
      result: (value) => {
        result(value);
        return value;
      },
      await: wait,
      iterate: (values) => interruptible(values, wait),
      import: async (specifier) => host.load(specifier),
    };
  }

  /** What a cell awaits: interruptible, and now and then a turn of the event loop, so that messages get through. */
  private awaited(value: unknown): unknown {
    if (this.host.now() - this.lastTurn < TURN_AFTER) return this.guarded(value);
    const turned = new Promise<void>((resolve) => this.host.later(resolve));
    const awaited = isThenable(value) ? Promise.resolve(value) : value;
    // One that fails during the turn is awaited all the same, so nobody may call it unhandled.
    if (awaited instanceof Promise) awaited.catch(() => {});
    return this.guarded(
      turned.then(() => {
        this.lastTurn = this.host.now();
        return awaited;
      }),
    );
  }

  private guarded(value: unknown): unknown {
    if (!isThenable(value)) return value;
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const done = () => this.waiting.delete(reject);
      Promise.resolve(value).then(
        (v) =>
          this.resume(() => {
            done();
            resolve(v);
          }),
        (e: unknown) =>
          this.resume(() => {
            done();
            reject(e);
          }),
      );
    });
  }
}

function isThenable(value: unknown): boolean {
  return (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    "then" in value &&
    typeof value.then === "function"
  );
}

async function* interruptible(
  values: AsyncIterable<unknown> | Iterable<unknown>,
  wait: (value: unknown) => unknown,
): AsyncGenerator<unknown> {
  const iterator =
    Symbol.asyncIterator in values
      ? values[Symbol.asyncIterator]()
      : (values as Iterable<unknown>)[Symbol.iterator]();
  try {
    for (;;) {
      const step = (await wait(iterator.next())) as IteratorResult<unknown>;
      if (step.done) return;
      yield await step.value;
    }
  } finally {
    await iterator.return?.();
  }
}
