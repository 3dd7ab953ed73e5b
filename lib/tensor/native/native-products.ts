// Kernels whose larger products OpenBLAS computes; all other kernels stay as they are.
import type { Kernels, Precision } from "../kernels";
import type { Gemm, OpenBlas } from "./open-blas";

/** Below so many multiplications a call costs more than it saves. */
const WORTH = 16_384;
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
  const replaced = (plain: Kernels, gemm: Gemm): Kernels => ({
    ...plain,
    product: productOf(plain.product, gemm, base),
  });
  return { f32: replaced(kernels.f32, blas.sgemm), f64: replaced(kernels.f64, blas.dgemm) };
}

/** `product` by `gemm`, or by `small` where a call does not pay. Pointers are bytes above `base`. */
function productOf(small: Kernels["product"], gemm: Gemm, base: number): Kernels["product"] {
  return (m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch) => {
    const readable = addressable(k, rsa, csa) && addressable(n, rsb, csb);
    if (m === 1 || n === 1 || m * n * k < WORTH || !readable) {
      small(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, add, scratch);
      return;
    }
    const [ta, tb] = [csa === 1 ? PLAIN : TRANSPOSED, csb === 1 ? PLAIN : TRANSPOSED];
    const [lda, ldb] = [csa === 1 ? rsa : csa, csb === 1 ? rsb : csb];
    const [pa, pb, pc] = [base + a, base + b, base + c];
    gemm(ROW_MAJOR, ta, tb, m, n, k, 1, pa, lda, pb, ldb, add ? 1 : 0, pc, ldc);
  };
}

/** Whether rows or columns lie in one piece, as BLAS needs it. */
function addressable(columns: number, rowStride: number, columnStride: number): boolean {
  return columnStride === 1 ? rowStride >= columns : rowStride === 1;
}
