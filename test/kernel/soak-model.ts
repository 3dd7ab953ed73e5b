// Random cells, and a plain model of what has to be defined after each of them.
import fc from "fast-check";

/** A name of the notebook as the model knows it. */
type Known =
  | { readonly kind: "value"; readonly constant: boolean; readonly value: number | string }
  /** `() => String(of) + ":" + plus`, of whatever `of` is when it is called. */
  | { readonly kind: "function"; readonly of: string; readonly plus: number };

/** What a cell has to show. */
export interface Expected {
  readonly stdout: string;
  readonly result?: string;
  /** The error's name, and its message where that is ours. */
  readonly error?: { readonly ename: string; readonly evalue?: string };
  readonly displays?: readonly string[];
}

/** A cell: its source, and what it does to the model. */
export interface Cell {
  readonly code: string;
  /** Interrupt it after its first line is out. */
  readonly interrupt?: boolean;
  run(model: Model): Expected;
}

const TYPE_ERROR: Expected = { stdout: "", error: { ename: "TypeScriptError" } };
const inspected = (value: number | string) =>
  typeof value === "string" ? `'${value}'` : String(value);

export class Model {
  private readonly names = new Map<string, Known>();

  declare(name: string, value: number | string, constant = false): void {
    this.names.set(name, { kind: "value", constant, value });
  }

  declareFunction(name: string, of: string, plus: number): void {
    this.names.set(name, { kind: "function", of, plus });
  }

  value(name: string): number | string | undefined {
    const known = this.names.get(name);
    return known?.kind === "value" ? known.value : undefined;
  }

  call(name: string): string | undefined {
    const known = this.names.get(name);
    if (known?.kind !== "function") return undefined;
    return `${this.value(known.of)}:${known.plus}`;
  }

  /** Whether TypeScript lets a cell assign `value` to `name`. */
  mayAssign(name: string, value: number | string): boolean {
    const known = this.names.get(name);
    return known?.kind === "value" && !known.constant && typeof known.value === typeof value;
  }
}

const VALUES = ["a", "b", "c", "d"];
const FUNCTIONS = ["f", "g"];
const name = fc.constantFrom(...VALUES);
const functionName = fc.constantFrom(...FUNCTIONS);
const value = fc.oneof(fc.integer(), fc.stringMatching(/^[a-z]{1,5}$/));
const count = fc.integer({ min: 1, max: 300 });
const keyword = fc.constantFrom("let", "const", "var");

/** Cells whose names begin with `prefix`. */
export function cells(prefix: string): fc.Arbitrary<Cell> {
  const p = (plain: string) => `${prefix}${plain}`;
  const nothing = (code: string): Cell => ({ code, run: () => TYPE_ERROR });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(keyword, name, value).map(([k, n, v]) => declare(k, p(n), v)),
    },
    { weight: 4, arbitrary: fc.tuple(name, value).map(([n, v]) => assign(p(n), v)) },
    { weight: 4, arbitrary: name.map((n) => read(p(n))) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(functionName, name, fc.nat(99))
        .map(([f, n, plus]) => declareFunction(p(f), p(n), plus)),
    },
    { weight: 4, arbitrary: functionName.map((f) => call(p(f))) },
    { weight: 3, arbitrary: fc.tuple(name, count).map(([n, times]) => print(p(n), times)) },
    { weight: 3, arbitrary: fc.tuple(name, name, value).map(([n, m, v]) => fail(p(n), p(m), v)) },
    { weight: 3, arbitrary: fc.tuple(name, value).map(([n, v]) => wait(p(n), v)) },
    { weight: 2, arbitrary: fc.tuple(name, fc.integer()).map(([n, v]) => timer(p(n), v)) },
    { weight: 2, arbitrary: count.map(display) },
    { weight: 1, arbitrary: fc.constant(nothing("const wrong: number = 'text';")) },
    { weight: 1, arbitrary: fc.constant(nothing("let = (;")) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          name,
          value,
          fc.constantFrom("for (;;);", "await new Promise(() => {});", "for (;;) await 1;"),
        )
        .map(([n, v, loop]) => interrupted(p(n), v, loop)),
    },
  );
}

function declare(keywordUsed: string, n: string, v: number | string): Cell {
  const type = typeof v;
  return {
    code: `${keywordUsed} ${n}: ${type} = ${JSON.stringify(v)}; ${n}`,
    run: (model) => {
      model.declare(n, v, keywordUsed === "const");
      return { stdout: "", result: inspected(v) };
    },
  };
}

function assign(n: string, v: number | string): Cell {
  return {
    code: `${n} = ${JSON.stringify(v)};`,
    run: (model) => {
      if (!model.mayAssign(n, v)) return TYPE_ERROR;
      model.declare(n, v);
      return { stdout: "", result: inspected(v) };
    },
  };
}

function read(n: string): Cell {
  return {
    code: n,
    run: (model) => {
      const known = model.value(n);
      return known === undefined ? TYPE_ERROR : { stdout: "", result: inspected(known) };
    },
  };
}

function declareFunction(f: string, n: string, plus: number): Cell {
  return {
    code: `function ${f}(): string { return String(${n}) + ":" + ${plus}; }`,
    run: (model) => {
      if (model.value(n) === undefined) return TYPE_ERROR;
      model.declareFunction(f, n, plus);
      return { stdout: "" };
    },
  };
}

function call(f: string): Cell {
  return {
    code: `${f}()`,
    run: (model) => {
      const result = model.call(f);
      return result === undefined ? TYPE_ERROR : { stdout: "", result: inspected(result) };
    },
  };
}

function print(n: string, times: number): Cell {
  return {
    code: `for (let i = 0; i < ${times}; i++) console.log(i, ${n});`,
    run: (model) => {
      const known = model.value(n);
      if (known === undefined) return TYPE_ERROR;
      const lines = Array.from({ length: times }, (_, i) => `${i} ${known}\n`);
      return { stdout: lines.join("") };
    },
  };
}

/** What stands before a throw is declared; what stands behind it keeps what it was. */
function fail(n: string, after: string, v: number | string): Cell {
  const behind = after === n ? "" : ` let ${after} = 0;`;
  return {
    code: `let ${n}: ${typeof v} = ${JSON.stringify(v)}; console.log("out"); if (${n} === ${n}) throw new RangeError("planned");${behind}`,
    run: (model) => {
      // A failed cell's declaration counts once it has changed the value.
      if (model.value(n) !== v) model.declare(n, v);
      return { stdout: "out\n", error: { ename: "RangeError", evalue: "planned" } };
    },
  };
}

function wait(n: string, v: number | string): Cell {
  return {
    code: `let ${n}: ${typeof v} = await new Promise<${typeof v}>((r) => setTimeout(() => r(${JSON.stringify(v)}), 2)); await null; ${n}`,
    run: (model) => {
      model.declare(n, v);
      return { stdout: "", result: inspected(v) };
    },
  };
}

function timer(n: string, v: number): Cell {
  return {
    code: `let ${n} = 0; setTimeout(() => { ${n} = ${v}; console.log("tick") }, 1); await new Promise((r) => setTimeout(r, 10)); console.log(${n});`,
    run: (model) => {
      model.declare(n, v);
      return { stdout: `tick\n${v}\n` };
    },
  };
}

function display(times: number): Cell {
  const few = times % 7;
  return {
    code: `import { display } from "tslab"; for (let i = 0; i < ${few}; i++) display.text("d" + i);`,
    run: () => ({ stdout: "", displays: Array.from({ length: few }, (_, i) => `d${i}`) }),
  };
}

function interrupted(n: string, v: number | string, loop: string): Cell {
  return {
    code: `let ${n}: ${typeof v} = ${JSON.stringify(v)}; console.log("begun"); ${loop}`,
    interrupt: true,
    run: (model) => {
      if (model.value(n) !== v) model.declare(n, v);
      return { stdout: "begun\n", error: { ename: "KeyboardInterrupt" } };
    },
  };
}
