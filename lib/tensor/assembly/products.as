// Matrix products, generic over f32 and f64. Row-major matrices, pointers in bytes, strides in elements.
// One micro-kernel (2 rows × 4 vectors) serves every product; wide edges go through a scratch tile.
import { lanes, storeRow } from "./vectors";

@inline const DEPTH: i32 = 256; // rows of one packed panel of B
@inline const ROWS: i32 = 512; // rows of A taken together, which bounds the scratch memory
@inline const PANEL: usize = 64; // bytes of a panel's row: 4 vectors

/** Bytes of scratch memory that a product needs, whatever its size. */
export const SCRATCH: usize = 128 + 64 * 256 + 513 * 256 * 8;

/**
 * c[2 × 4v] (+)= a[2 × k] · panel[k × 4v], four steps a turn. Between two steps lies a way out: inside a block the engine
 * orders by sums, not by steps, and would then need more registers than it has.
 */
@inline
function tile<T>(a0: usize, a1: usize, b: usize, c0: usize, c1: usize, k: i32, add: bool): void {
  let x0 = v128.splat<T>(<T>0), x1 = x0, x2 = x0, x3 = x0, y0 = x0, y1 = x0, y2 = x0, y3 = x0;
  if (add) {
    x0 = v128.load(c0); x1 = v128.load(c0, 16); x2 = v128.load(c0, 32); x3 = v128.load(c0, 48);
    y0 = v128.load(c1); y1 = v128.load(c1, 16); y2 = v128.load(c1, 32); y3 = v128.load(c1, 48);
  }
  if (k > 0) for (;;) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const s = v128.load_splat<T>(a0), t = v128.load_splat<T>(a1);
      x0 = v128.add<T>(x0, v128.mul<T>(s, b0)); x1 = v128.add<T>(x1, v128.mul<T>(s, b1));
      x2 = v128.add<T>(x2, v128.mul<T>(s, b2)); x3 = v128.add<T>(x3, v128.mul<T>(s, b3));
      y0 = v128.add<T>(y0, v128.mul<T>(t, b0)); y1 = v128.add<T>(y1, v128.mul<T>(t, b1));
      y2 = v128.add<T>(y2, v128.mul<T>(t, b2)); y3 = v128.add<T>(y3, v128.mul<T>(t, b3));
    }
    if (k == 1) break;
    {
      const b0 = v128.load(b, 64), b1 = v128.load(b, 80), b2 = v128.load(b, 96), b3 = v128.load(b, 112);
      const s = v128.load_splat<T>(a0, 1 * sizeof<T>()), t = v128.load_splat<T>(a1, 1 * sizeof<T>());
      x0 = v128.add<T>(x0, v128.mul<T>(s, b0)); x1 = v128.add<T>(x1, v128.mul<T>(s, b1));
      x2 = v128.add<T>(x2, v128.mul<T>(s, b2)); x3 = v128.add<T>(x3, v128.mul<T>(s, b3));
      y0 = v128.add<T>(y0, v128.mul<T>(t, b0)); y1 = v128.add<T>(y1, v128.mul<T>(t, b1));
      y2 = v128.add<T>(y2, v128.mul<T>(t, b2)); y3 = v128.add<T>(y3, v128.mul<T>(t, b3));
    }
    if (k == 2) break;
    {
      const b0 = v128.load(b, 128), b1 = v128.load(b, 144), b2 = v128.load(b, 160), b3 = v128.load(b, 176);
      const s = v128.load_splat<T>(a0, 2 * sizeof<T>()), t = v128.load_splat<T>(a1, 2 * sizeof<T>());
      x0 = v128.add<T>(x0, v128.mul<T>(s, b0)); x1 = v128.add<T>(x1, v128.mul<T>(s, b1));
      x2 = v128.add<T>(x2, v128.mul<T>(s, b2)); x3 = v128.add<T>(x3, v128.mul<T>(s, b3));
      y0 = v128.add<T>(y0, v128.mul<T>(t, b0)); y1 = v128.add<T>(y1, v128.mul<T>(t, b1));
      y2 = v128.add<T>(y2, v128.mul<T>(t, b2)); y3 = v128.add<T>(y3, v128.mul<T>(t, b3));
    }
    if (k == 3) break;
    {
      const b0 = v128.load(b, 192), b1 = v128.load(b, 208), b2 = v128.load(b, 224), b3 = v128.load(b, 240);
      const s = v128.load_splat<T>(a0, 3 * sizeof<T>()), t = v128.load_splat<T>(a1, 3 * sizeof<T>());
      x0 = v128.add<T>(x0, v128.mul<T>(s, b0)); x1 = v128.add<T>(x1, v128.mul<T>(s, b1));
      x2 = v128.add<T>(x2, v128.mul<T>(s, b2)); x3 = v128.add<T>(x3, v128.mul<T>(s, b3));
      y0 = v128.add<T>(y0, v128.mul<T>(t, b0)); y1 = v128.add<T>(y1, v128.mul<T>(t, b1));
      y2 = v128.add<T>(y2, v128.mul<T>(t, b2)); y3 = v128.add<T>(y3, v128.mul<T>(t, b3));
    }
    k -= 4;
    if (k <= 0) break;
    a0 += 4 * sizeof<T>(); a1 += 4 * sizeof<T>(); b += 4 * PANEL;
  }
  v128.store(c0, x0); v128.store(c0, x1, 16); v128.store(c0, x2, 32); v128.store(c0, x3, 48);
  v128.store(c1, y0); v128.store(c1, y1, 16); v128.store(c1, y2, 32); v128.store(c1, y3, 48);
}

/** Copies B[k × w] to a panel of k rows of 4 vectors, zero-filled on the right. Strides in bytes. */
@inline
function pack<T>(b: usize, rowStride: usize, columnStride: usize, k: i32, w: i32, out: usize): void {
  const full = 4 * lanes<T>();
  if (w == full && columnStride == sizeof<T>()) {
    for (let p = 0; p < k; ++p) {
      v128.store(out, v128.load(b)); v128.store(out, v128.load(b, 16), 16);
      v128.store(out, v128.load(b, 32), 32); v128.store(out, v128.load(b, 48), 48);
      b += rowStride; out += PANEL;
    }
    return;
  }
  if (w < full) memory.fill(out, 0, PANEL * k);
  copyTransposed<T>(b, rowStride, columnStride, k, w, out, PANEL);
}

/** out[n × m] = A[m × n]ᵀ. */
@inline
export function transpose<T>(m: i32, n: i32, a: usize, out: usize): void {
  copyTransposed<T>(a, sizeof<T>(), <usize>n * sizeof<T>(), n, m, out, <usize>m * sizeof<T>());
}

/** Copies columns down which the numbers lie rowStride apart, k in each, to k rows of w numbers, `row` apart. Strides in bytes. */
@inline
function copyTransposed<T>(b: usize, rowStride: usize, columnStride: usize, k: i32, w: i32, out: usize, row: usize): void {
  let j = 0, done = 0;
  if (sizeof<T>() == 4 && rowStride == 4) { // 4 × 4 at a time
    done = k & ~3;
    for (; j + 4 <= w; j += 4) transposeFour(b + <usize>j * columnStride, columnStride, done, out + 4 * <usize>j, row);
    if (done < k) copyColumns<T>(b + <usize>done * rowStride, rowStride, columnStride, k - done, 0, j, out + row * <usize>done, row);
  }
  copyColumns<T>(b, rowStride, columnStride, k, j, w, out, row);
}

/** Four columns, each k numbers in one piece, to four of the rows'. */
@inline
function transposeFour(b: usize, columnStride: usize, k: i32, out: usize, row: usize): void {
  const b1 = b + columnStride, b2 = b1 + columnStride, b3 = b2 + columnStride;
  const end: usize = <usize>k * 4;
  for (let o: usize = 0; o < end; o += 16, out += 4 * row) {
    const r0 = v128.load(b + o), r1 = v128.load(b1 + o), r2 = v128.load(b2 + o), r3 = v128.load(b3 + o);
    const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<i64>(low01, low23, 0, 2)); v128.store(out + row, v128.shuffle<i64>(low01, low23, 1, 3));
    v128.store(out + 2 * row, v128.shuffle<i64>(high01, high23, 0, 2)); v128.store(out + 3 * row, v128.shuffle<i64>(high01, high23, 1, 3));
  }
}

/** Columns j to w, number by number down each. */
@inline
function copyColumns<T>(b: usize, rowStride: usize, columnStride: usize, k: i32, j: i32, w: i32, out: usize, row: usize): void {
  for (; j < w; ++j) {
    let src = b + <usize>j * columnStride, dst = out + <usize>j * sizeof<T>();
    for (let p = 0; p < k; ++p) {
      store<T>(dst, load<T>(src));
      src += rowStride; dst += row;
    }
  }
}

/** One tile at an edge, through scratch memory; `more` adds to C. */
@inline
function edge<T>(a0: usize, a1: usize, panel: usize, c: usize, ldc: usize, k: i32, rows: i32, columns: i32, more: bool, scratch: usize): void {
  tile<T>(a0, a1, panel, scratch, scratch + PANEL, k, false);
  for (let r = 0; r < rows; ++r) {
    for (let q = 0; q < columns; ++q) {
      const dst = c + <usize>r * ldc + <usize>q * sizeof<T>();
      const v = load<T>(scratch + <usize>r * PANEL + <usize>q * sizeof<T>());
      store<T>(dst, more ? load<T>(dst) + v : v);
    }
  }
}

/** Four rows of an edge no wider than a vector, without a tile's three other vectors. Their sums have an edge's order. */
@inline
function narrow<T>(a0: usize, a1: usize, a2: usize, a3: usize, b: usize, c: usize, ldc: usize, k: i32, columns: i32, more: bool): void {
  let x0 = v128.splat<T>(<T>0), x1 = x0, x2 = x0, x3 = x0;
  if (k > 0) for (;;) {
    {
      const v = v128.load(b);
      x0 = v128.add<T>(x0, v128.mul<T>(v128.load_splat<T>(a0), v)); x1 = v128.add<T>(x1, v128.mul<T>(v128.load_splat<T>(a1), v));
      x2 = v128.add<T>(x2, v128.mul<T>(v128.load_splat<T>(a2), v)); x3 = v128.add<T>(x3, v128.mul<T>(v128.load_splat<T>(a3), v));
    }
    if (k == 1) break;
    {
      const v = v128.load(b, 64);
      x0 = v128.add<T>(x0, v128.mul<T>(v128.load_splat<T>(a0, 1 * sizeof<T>()), v)); x1 = v128.add<T>(x1, v128.mul<T>(v128.load_splat<T>(a1, 1 * sizeof<T>()), v));
      x2 = v128.add<T>(x2, v128.mul<T>(v128.load_splat<T>(a2, 1 * sizeof<T>()), v)); x3 = v128.add<T>(x3, v128.mul<T>(v128.load_splat<T>(a3, 1 * sizeof<T>()), v));
    }
    k -= 2;
    if (k <= 0) break;
    a0 += 2 * sizeof<T>(); a1 += 2 * sizeof<T>(); a2 += 2 * sizeof<T>(); a3 += 2 * sizeof<T>(); b += 2 * PANEL;
  }
  storeEdge<T>(c, x0, columns, more); storeEdge<T>(c + ldc, x1, columns, more);
  storeEdge<T>(c + 2 * ldc, x2, columns, more); storeEdge<T>(c + 3 * ldc, x3, columns, more);
}

@inline
function storeEdge<T>(c: usize, v: v128, columns: i32, more: bool): void {
  storeRow<T>(c, more ? v128.add<T>(v128.load(c), v) : v, columns);
}

/**
 * C[m × n] = A[m × k] B[k × n], added to C if `add`. Element (i, p) of A lies at i·rsa + p·csa, that of B
 * at p·rsb + j·csb: a transpose is a swap of the two. One stride of A has to be 1.
 */
@inline
export function product<T>(m: i32, n: i32, k: i32, a: usize, rsa: usize, csa: usize, b: usize, rsb: usize, csb: usize, c: usize, ldc: usize, add: bool, scratch: usize): void {
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    productBlock<T>(rows, n, k, a + <usize>i * rsa * sizeof<T>(), rsa, csa, b, rsb, csb, c + <usize>i * ldc * sizeof<T>(), ldc, add, scratch);
  }
}

@inline
function productBlock<T>(m: i32, n: i32, k: i32, a: usize, rsa: usize, csa: usize, b: usize, rsb: usize, csb: usize, c: usize, ldc: usize, add: bool, scratch: usize): void {
  const width = 4 * lanes<T>(), size = sizeof<T>(), panel = scratch + 128;
  rsa *= size; csa *= size; rsb *= size; csb *= size; ldc *= size;
  for (let p = 0; p < k || p == 0; p += DEPTH) {
    const depth = min(DEPTH, k - p), more = add || p > 0;
    let ap = a + <usize>p * csa, row: usize = rsa;
    if (csa != size) {
      row = <usize>depth * size;
      copyTransposed<T>(ap, rsa, csa, m, depth, panel + PANEL * DEPTH, row);
      ap = panel + PANEL * DEPTH;
    }
    for (let j = 0; j < n; j += width) {
      const columns = min(width, n - j);
      pack<T>(b + <usize>p * rsb + <usize>j * csb, rsb, csb, depth, columns, panel);
      let ai = ap, ci = c + <usize>j * size, i = 0;
      if (columns <= lanes<T>()) {
        for (; i + 4 <= m; i += 4, ai += 4 * row, ci += 4 * ldc) {
          narrow<T>(ai, ai + row, ai + 2 * row, ai + 3 * row, panel, ci, ldc, depth, columns, more);
        }
      }
      for (; i < m; i += 2) {
        const rows = min(2, m - i);
        const a1 = rows == 2 ? ai + row : ai;
        if (rows == 2 && columns == width) tile<T>(ai, a1, panel, ci, ci + ldc, depth, more);
        else edge<T>(ai, a1, panel, ci, ldc, depth, rows, columns, more, scratch);
        ai += 2 * row; ci += 2 * ldc;
      }
    }
  }
}

/** y[4v] += x[k] W[k × 4v]: rows 0, 2, 4 … and 1, 3, 5 … of W have sums of their own. Between them a way out, as in a tile. */
@inline
function fourVectors<T>(k: i32, x: usize, w: usize, ldw: usize, y: usize): void {
  let s0 = v128.load(y), s1 = v128.load(y, 16), s2 = v128.load(y, 32), s3 = v128.load(y, 48);
  let u0 = v128.splat<T>(<T>0), u1 = u0, u2 = u0, u3 = u0;
  if (k > 0) for (;;) {
    const t = v128.load_splat<T>(x);
    s0 = v128.add<T>(s0, v128.mul<T>(t, v128.load(w))); s1 = v128.add<T>(s1, v128.mul<T>(t, v128.load(w, 16)));
    s2 = v128.add<T>(s2, v128.mul<T>(t, v128.load(w, 32))); s3 = v128.add<T>(s3, v128.mul<T>(t, v128.load(w, 48)));
    if (k == 1) break;
    const q = v128.load_splat<T>(x, sizeof<T>());
    w += ldw;
    u0 = v128.add<T>(u0, v128.mul<T>(q, v128.load(w))); u1 = v128.add<T>(u1, v128.mul<T>(q, v128.load(w, 16)));
    u2 = v128.add<T>(u2, v128.mul<T>(q, v128.load(w, 32))); u3 = v128.add<T>(u3, v128.mul<T>(q, v128.load(w, 48)));
    k -= 2;
    if (k <= 0) break;
    w += ldw; x += 2 * sizeof<T>();
  }
  v128.store(y, v128.add<T>(s0, u0)); v128.store(y, v128.add<T>(s1, u1), 16);
  v128.store(y, v128.add<T>(s2, u2), 32); v128.store(y, v128.add<T>(s3, u3), 48);
}

/** y[n] += x[k] W[k × n]: a row times a matrix, four vectors at a time, each with two sums. */
@inline
export function rowTimesMatrix<T>(k: i32, n: i32, x: usize, w: usize, ldw: usize, y: usize): void {
  const size = sizeof<T>(), width = lanes<T>();
  ldw *= size;
  let j = 0;
  for (; j + 4 * width <= n; j += 4 * width) fourVectors<T>(k, x, w + <usize>j * size, ldw, y + <usize>j * size);
  for (; j < n; j += width) { // vector by vector; the last one reads past the row and stores its part
    const yp = y + <usize>j * size;
    let wp = w + <usize>j * size, xp = x, s = v128.load(yp);
    for (let p = 0; p < k; ++p) {
      s = v128.add<T>(s, v128.mul<T>(v128.load_splat<T>(xp), v128.load(wp)));
      wp += ldw; xp += size;
    }
    storeRow<T>(yp, s, n - j);
  }
}

/** y[m] += A[m × n] x[n]: eight rows at a time, then four, vectors along the row. */
@inline
export function matrixTimesColumn<T>(m: i32, n: i32, a: usize, lda: usize, x: usize, y: usize): void {
  const size = sizeof<T>(), whole = <i32>size * (n - (n % lanes<T>()));
  lda *= size;
  let i = 0;
  for (; i + 8 <= m; i += 8, a += 8 * lda, y += 8 * size) eightRows<T>(n, whole, a, lda, x, y);
  for (; i < m; i += 4, a += 4 * lda, y += 4 * size) fourRows<T>(m - i, n, whole, a, lda, x, y);
}

/** Up to four rows; those past the end repeat the last one. `whole`: the bytes of a row that fill vectors. */
@inline
function fourRows<T>(rows: i32, n: i32, whole: i32, a: usize, lda: usize, x: usize, y: usize): void {
  const last = rows - 1;
  const a1 = a + lda * <usize>min(1, last), a2 = a + lda * <usize>min(2, last), a3 = a + lda * <usize>min(3, last);
  let s0 = v128.splat<T>(<T>0), s1 = s0, s2 = s0, s3 = s0;
  for (let o: usize = 0; o < <usize>whole; o += 16) {
    const t = v128.load(x + o);
    s0 = v128.add<T>(s0, v128.mul<T>(t, v128.load(a + o))); s1 = v128.add<T>(s1, v128.mul<T>(t, v128.load(a1 + o)));
    s2 = v128.add<T>(s2, v128.mul<T>(t, v128.load(a2 + o))); s3 = v128.add<T>(s3, v128.mul<T>(t, v128.load(a3 + o)));
  }
  finishRows<T>(s0, s1, s2, s3, rows, n, whole, a, a1, a2, a3, x, y);
}

/** Eight rows, two vectors a turn, and between four rows and the next four the way out, as in a tile: the last four end behind it. */
@inline
function eightRows<T>(n: i32, whole: i32, a: usize, lda: usize, x: usize, y: usize): void {
  const a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda, a6 = a5 + lda, a7 = a6 + lda;
  let s0 = v128.splat<T>(<T>0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  if (whole > 0) {
    let p0 = a, p1 = a1, p2 = a2, p3 = a3, p4 = a4, p5 = a5, p6 = a6, p7 = a7, xp = x;
    for (let left = whole - 16;; left -= 32) {
      const t = v128.load(xp);
      s0 = v128.add<T>(s0, v128.mul<T>(t, v128.load(p0))); s1 = v128.add<T>(s1, v128.mul<T>(t, v128.load(p1)));
      s2 = v128.add<T>(s2, v128.mul<T>(t, v128.load(p2))); s3 = v128.add<T>(s3, v128.mul<T>(t, v128.load(p3)));
      if (left == 0) break;
      const u = v128.load(xp);
      s4 = v128.add<T>(s4, v128.mul<T>(u, v128.load(p4))); s5 = v128.add<T>(s5, v128.mul<T>(u, v128.load(p5)));
      s6 = v128.add<T>(s6, v128.mul<T>(u, v128.load(p6))); s7 = v128.add<T>(s7, v128.mul<T>(u, v128.load(p7)));
      const v = v128.load(xp, 16);
      s0 = v128.add<T>(s0, v128.mul<T>(v, v128.load(p0, 16))); s1 = v128.add<T>(s1, v128.mul<T>(v, v128.load(p1, 16)));
      s2 = v128.add<T>(s2, v128.mul<T>(v, v128.load(p2, 16))); s3 = v128.add<T>(s3, v128.mul<T>(v, v128.load(p3, 16)));
      if (left == 16) break;
      const w = v128.load(xp, 16);
      s4 = v128.add<T>(s4, v128.mul<T>(w, v128.load(p4, 16))); s5 = v128.add<T>(s5, v128.mul<T>(w, v128.load(p5, 16)));
      s6 = v128.add<T>(s6, v128.mul<T>(w, v128.load(p6, 16))); s7 = v128.add<T>(s7, v128.mul<T>(w, v128.load(p7, 16)));
      p0 += 32; p1 += 32; p2 += 32; p3 += 32; p4 += 32; p5 += 32; p6 += 32; p7 += 32; xp += 32;
    }
    const o = <usize>whole - 16, t = v128.load(x + o);
    s4 = v128.add<T>(s4, v128.mul<T>(t, v128.load(a4 + o))); s5 = v128.add<T>(s5, v128.mul<T>(t, v128.load(a5 + o)));
    s6 = v128.add<T>(s6, v128.mul<T>(t, v128.load(a6 + o))); s7 = v128.add<T>(s7, v128.mul<T>(t, v128.load(a7 + o)));
  }
  finishRows<T>(s0, s1, s2, s3, 4, n, whole, a, a1, a2, a3, x, y);
  finishRows<T>(s4, s5, s6, s7, 4, n, whole, a4, a5, a6, a7, x, y + 4 * sizeof<T>());
}

/** Adds the lanes of four rows' sums, what follows their whole vectors, and y; stores `rows` of them. */
@inline
function finishRows<T>(s0: v128, s1: v128, s2: v128, s3: v128, rows: i32, n: i32, whole: i32, a0: usize, a1: usize, a2: usize, a3: usize, x: usize, y: usize): void {
  let sums = sumsOfPair<T>(s0, s1), more = sumsOfPair<T>(s2, s3);
  if (sizeof<T>() == 4) sums = sumsOfFour(s0, s1, s2, s3);
  for (let o = <usize>whole; o < <usize>n * sizeof<T>(); o += sizeof<T>()) {
    const t = v128.load_splat<T>(x + o);
    sums = v128.add<T>(sums, v128.mul<T>(t, gather<T>(a0 + o, a1 + o, a2 + o, a3 + o)));
    if (sizeof<T>() == 8) more = v128.add<T>(more, v128.mul<T>(t, gather<T>(a2 + o, a3 + o, a2, a3)));
  }
  storeRow<T>(y, v128.add<T>(v128.load(y), sums), rows);
  if (sizeof<T>() == 8 && rows > 2) storeRow<T>(y + 16, v128.add<T>(v128.load(y, 16), more), rows - 2);
}

/** The sums of the lanes of a and of b, in f64. */
@inline
function sumsOfPair<T>(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(a, b, 1, 3));
}

/** The sums of the lanes of four vectors in f32, each in the order of its lanes. */
@inline
function sumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const low = v128.shuffle<i32>(a, b, 0, 4, 1, 5), high = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const low2 = v128.shuffle<i32>(c, d, 0, 4, 1, 5), high2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  const first = f32x4.add(v128.shuffle<i64>(low, low2, 0, 2), v128.shuffle<i64>(low, low2, 1, 3));
  return f32x4.add(f32x4.add(first, v128.shuffle<i64>(high, high2, 0, 2)), v128.shuffle<i64>(high, high2, 1, 3));
}

/** Numbers of as many rows as a vector holds, one each. */
@inline
function gather<T>(a: usize, b: usize, c: usize, d: usize): v128 {
  if (sizeof<T>() == 8) return f64x2.replace_lane(v128.load64_splat(a), 1, load<f64>(b));
  const v = f32x4.replace_lane(f32x4.replace_lane(v128.load32_splat(a), 1, load<f32>(b)), 2, load<f32>(c));
  return f32x4.replace_lane(v, 3, load<f32>(d));
}
