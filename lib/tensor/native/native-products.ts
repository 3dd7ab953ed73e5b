// Kernels whose larger products OpenBLAS computes; all other kernels stay as they are.
import type { Kernels, Precision } from "../kernels";
import type { Gemm, OpenBlas } from "./open-blas";

/** Below so many multiplications a call costs more than it saves. */
const WORTH = 16_384;
/**
 * OpenBLAS multiplies up to so many numbers where they lie, on some processors; beyond, it copies them first. Where
 * neither matrix is transposed, blocks below are a tenth quicker, and a third where A has few rows.
 */
const IN_PLACE = 1_000_000;
/** The most rows and columns of such a block. */
const BLOCK_ROWS = 32;
const BLOCK_COLUMNS = 256;
/** Numbers of a cache line. */
const LINE = 16;
const ROW_MAJOR = 101;
const PLAIN = 111;
const TRANSPOSED = 112;

/** The same kernels with products by `blas`. @param memory the whole memory, which neither grows nor moves */
export function withProductsOf(
  blas: OpenBlas,
  kernels: Record<Precision, Kernels>,
  memory: Uint8Array,
): Record<Precision, Kernels> {
  const base = blas.addressOf(memory);
  const replaced = (plain: Kernels, gemm: Gemm, size: number): Kernels => ({
    ...plain,
    product: productOf(plain.product, gemm, { size, base, inBlocks: blas.smallInPlace }),
  });
  return { f32: replaced(kernels.f32, blas.sgemm, 4), f64: replaced(kernels.f64, blas.dgemm, 8) };
}

interface How {
  /** Bytes of a number. */
  readonly size: number;
  /** Where the memory begins: pointers are bytes above it. */
  readonly base: number;
  readonly inBlocks: boolean;
}

/** `product` by `gemm`, or by `small` where a call does not pay. */
function productOf(small: Kernels["product"], gemm: Gemm, how: How): Kernels["product"] {
  const { size, base, inBlocks } = how;
  return (m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch) => {
    const readable = addressable(k, rsa, csa) && addressable(n, rsb, csb);
    if (m === 1 || n === 1 || m * n * k < WORTH || !readable) {
      small(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch);
      return;
    }
    const [ta, tb] = [csa === 1 ? PLAIN : TRANSPOSED, csb === 1 ? PLAIN : TRANSPOSED];
    const [lda, ldb] = [csa === 1 ? rsa : csa, csb === 1 ? rsb : csb];
    const [pa, pb, pc] = [base + a, base + b, base + c];
    if (!inBlocks || ta === TRANSPOSED || tb === TRANSPOSED) {
      gemm(ROW_MAJOR, ta, tb, m, n, k, 1, pa, lda, pb, ldb, add ? 1 : 0, pc, ldc);
    } else {
      forEachBlock(m, n, k, (i, j, p, mb, nb, kb) => {
        const [ab, bb] = [pa + size * (i * lda + p), pb + size * (p * ldb + j)];
        const [cb, more] = [pc + size * (i * ldc + j), add || p > 0 ? 1 : 0];
        gemm(ROW_MAJOR, ta, tb, mb, nb, kb, 1, ab, lda, bb, ldb, more, cb, ldc);
      });
    }
  };
}

type Block = (i: number, j: number, p: number, m: number, n: number, k: number) => void;

/** Blocks of C by its rows from i and its columns from j, and of their sums by terms from p, each sum's in turn. */
function forEachBlock(m: number, n: number, k: number, visit: Block): void {
  const [rows, columns] = [Math.min(m, BLOCK_ROWS), Math.min(n, BLOCK_COLUMNS)];
  const depth = evenPart(k, IN_PLACE / (rows * columns));
  for (let j = 0; j < n; j += columns) {
    const width = Math.min(columns, n - j);
    for (let p = 0; p < k; p += depth) {
      const terms = Math.min(depth, k - p);
      for (let i = 0; i < m; i += rows) visit(i, j, p, Math.min(rows, m - i), width, terms);
    }
  }
}

/** The length of equal parts of k, in whole cache lines, none longer than `most`. */
function evenPart(k: number, most: number): number {
  const parts = Math.ceil(k / (LINE * Math.floor(most / LINE)));
  return LINE * Math.ceil(k / parts / LINE);
}

/** Whether rows or columns lie in one piece, as BLAS needs it. */
function addressable(columns: number, rowStride: number, columnStride: number): boolean {
  return columnStride === 1 ? rowStride >= columns : rowStride === 1;
}
