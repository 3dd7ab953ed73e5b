// Types of what cells get besides Node's globals, as TypeScript source.

/** `prompt` and `confirm` (see input.ts). */
const INPUT = `
/** Asks the reader for a line of text and waits for it. An empty answer gives \`defaultValue\` if there is one. */
declare function prompt(message?: string, defaultValue?: string): string;
/** The same in a form that hides what is typed. */
declare function prompt(message: string, options: { readonly password: boolean }): string;
/** Asks the reader a question that is answered by y or n. */
declare function confirm(message?: string): boolean;
`;

/** Node has WebAssembly, its types do not: they come with TypeScript's DOM, which has hundreds of other names. */
const WEB_ASSEMBLY = `
declare namespace WebAssembly {
  type Exports = Record<string, any>;
  type Imports = Record<string, Record<string, unknown>>;
  class Module { constructor(bytes: ArrayBufferView | ArrayBuffer); static exports(module: Module): { name: string; kind: string }[]; static imports(module: Module): { module: string; name: string; kind: string }[]; }
  class Instance { constructor(module: Module, imports?: Imports); readonly exports: Exports; }
  class Memory { constructor(descriptor: { initial: number; maximum?: number; shared?: boolean }); readonly buffer: ArrayBuffer; grow(pages: number): number; }
  class Table { constructor(descriptor: { element: "anyfunc" | "externref"; initial: number; maximum?: number }); readonly length: number; get(index: number): any; set(index: number, value?: any): void; grow(by: number): number; }
  class Global<T = any> { constructor(descriptor: { value: string; mutable?: boolean }, value?: T); value: T; }
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}
  function compile(bytes: ArrayBufferView | ArrayBuffer): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function instantiate(bytes: ArrayBufferView | ArrayBuffer, imports?: Imports): Promise<{ module: Module; instance: Instance }>;
  function validate(bytes: ArrayBufferView | ArrayBuffer): boolean;
}
`;

export const GIVEN_TYPES = INPUT + WEB_ASSEMBLY;
