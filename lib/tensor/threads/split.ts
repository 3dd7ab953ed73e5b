// How a kernel's call is cut into pieces that threads compute side by side. Every number of the result is
// computed by the same instructions in the same order as in one piece, so that the bits stay the same: products
// are cut between the kernel's tiles (their edges round differently), sums along what is not summed.
import type { Kernels } from "../kernels";

/** The arguments of a kernel, numbers all. */
export type Arguments = readonly number[];

/** What a piece computes with: the kernels of a precision, bytes of a number, scratch memory of the thread. */
export interface Desk {
  readonly kernels: Kernels;
  readonly bytes: 4 | 8;
  readonly scratch: number;
  /** The whole memory, for what is no kernel. */
  readonly f64: Float64Array;
}

export interface Split {
  /** About how many multiplications and additions a call with these first arguments is worth. */
  work(first: number, second: number, third: number): number;
  /** The most pieces that make sense. */
  pieces(args: Arguments): number;
  /** Computes piece i of `count`. */
  compute(desk: Desk, args: Arguments, i: number, count: number): void;
}

/** Fewer rows or columns than that in a piece of a product cost more copying than they save. */
const LEAST_SIDE = 64;
/** A shorter part of sums costs more adding up than it saves. */
const LEAST_DEPTH = 2048;
/** Elements are dealt out in blocks of so many: whole vectors, whole cache lines. */
const BLOCK = 1024;

/** Piece i of `count` of the numbers 0 … n − 1, cut at multiples of `grain`. */
export function range(n: number, grain: number, i: number, count: number): [number, number] {
  const grains = Math.ceil(n / grain);
  const cut = (at: number) => Math.min(n, grain * Math.floor((grains * at) / count));
  return [cut(i), cut(i + 1)];
}

/** C = A B by rows or columns of C, whichever are more. A tile is 2 rows × 64 bytes. */
const product: Split = {
  work: (m, n, k) => m * n * k,
  pieces: ([m, n]) => Math.floor(Math.max(m, n) / LEAST_SIDE),
  compute({ kernels, bytes, scratch }, args, i, count) {
    const [m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add] = args;
    if (m > n) {
      const [from, to] = range(m, 2, i, count);
      const [atA, atC] = [a + from * rsa * bytes, c + from * ldc * bytes];
      call(kernels.product, [to - from, n, k, atA, rsa, csa, b, rsb, csb, atC, ldc, add, scratch]);
    } else {
      const [from, to] = range(n, 64 / bytes, i, count);
      const [atB, atC] = [b + from * csb * bytes, c + from * bytes];
      call(kernels.product, [m, to - from, k, a, rsa, csa, atB, rsb, csb, atC, ldc, add, scratch]);
    }
  },
};

/** C = A B by parts of its sums, which are to be added: [… as product, parts], the first piece's in C itself. */
const deepProduct: Split = {
  work: (m, n, k) => m * n * k,
  pieces: ([, , k]) => Math.floor(k / LEAST_DEPTH),
  compute({ kernels, bytes, scratch }, args, i, count) {
    const [m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, parts] = args;
    const [from, to] = range(k, BLOCK, i, count);
    const [atA, atB] = [a + from * csa * bytes, b + from * rsb * bytes];
    const atC = i === 0 ? c : parts + (i - 1) * m * n * bytes;
    const more = i === 0 ? add : 0;
    call(kernels.product, [m, n, to - from, atA, rsa, csa, atB, rsb, csb, atC, ldc, more, scratch]);
  },
};

/** As `crossEntropy`, each row's loss by itself: [rows, n, z, labels, count, losses]. */
const crossEntropyRows: Split = {
  work: (rows, n) => 16 * rows * n,
  pieces: ([rows]) => rows,
  compute({ kernels, bytes, f64 }, [rows, n, z, labels, count, losses], i, pieces) {
    const [from, to] = range(rows, 1, i, pieces);
    for (let row = from; row < to; row++) {
      const at = z + row * n * bytes;
      f64[losses / 8 + row] = kernels.crossEntropy(1, n, at, labels + 4 * row, count);
    }
  },
};

/** Column sums, by columns: [rows, n, x, ld, out]. */
const sumRows: Split = {
  work: (rows, n) => rows * n,
  pieces: ([, n]) => Math.floor(n / BLOCK),
  compute({ kernels, bytes }, [rows, n, x, ld, out], i, count) {
    const [from, to] = range(n, 64, i, count);
    kernels.sumRows(rows, to - from, x + from * bytes, ld, out + from * bytes);
  },
};

/** The same row many times, by rows: [rows, n, bias, out]. */
const fillRows: Split = {
  work: (rows, n) => rows * n,
  pieces: ([rows]) => rows,
  compute({ kernels, bytes }, [rows, n, bias, out], i, count) {
    const [from, to] = range(rows, 1, i, count);
    kernels.fillRows(to - from, n, bias, out + from * n * bytes);
  },
};

type ElementWise = "descend" | "momentum" | "adagrad" | "rmsprop" | "adam" | "scale";

/** Element by element; after the count come `pointers` pointers, then settings. `weight`: work an element. */
function elementWise(name: ElementWise, pointers: number, weight: number): Split {
  return {
    work: (n) => weight * n,
    pieces: ([n]) => Math.floor(n / BLOCK),
    compute({ kernels, bytes }, [n, ...rest], i, count) {
      const [from, to] = range(n, BLOCK, i, count);
      const moved = rest.map((value, at) => (at < pointers ? value + from * bytes : value));
      call(kernels[name] as (...values: number[]) => void, [to - from, ...moved]);
    },
  };
}

/** Calls a kernel whose booleans are numbers here: WebAssembly takes both. */
function call(kernel: unknown, values: readonly number[]): void {
  (kernel as (...all: number[]) => void)(...values);
}

/** All that can be cut, by name. */
export const splits = {
  product,
  deepProduct,
  crossEntropyRows,
  sumRows,
  fillRows,
  descend: elementWise("descend", 2, 2),
  momentum: elementWise("momentum", 3, 3),
  adagrad: elementWise("adagrad", 3, 8),
  rmsprop: elementWise("rmsprop", 3, 8),
  adam: elementWise("adam", 4, 10),
  scale: elementWise("scale", 1, 1),
} as const satisfies Record<string, Split>;

export type SplitName = keyof typeof splits;

/** Their numbers in a job. */
export const splitNames = Object.keys(splits) as SplitName[];
