// What the vector unit can do at most with 128 bits and no fused multiply-add: six products and six sums that do not wait
// for each other, all in registers. f32, 96 operations a turn.
export function peak(turns: i32, start: f32): f32 {
  const a = f32x4.splat(start);
  let m0 = a, m1 = a, m2 = a, m3 = a, m4 = a, m5 = a;
  let z0 = a, z1 = a, z2 = a, z3 = a, z4 = a, z5 = a;
  for (; turns > 0; --turns) {
    m0 = f32x4.mul(m0, a); z0 = f32x4.add(z0, a); m1 = f32x4.mul(m1, a); z1 = f32x4.add(z1, a); m2 = f32x4.mul(m2, a); z2 = f32x4.add(z2, a);
    m3 = f32x4.mul(m3, a); z3 = f32x4.add(z3, a); m4 = f32x4.mul(m4, a); z4 = f32x4.add(z4, a); m5 = f32x4.mul(m5, a); z5 = f32x4.add(z5, a);
    m0 = f32x4.mul(m0, a); z0 = f32x4.add(z0, a); m1 = f32x4.mul(m1, a); z1 = f32x4.add(z1, a); m2 = f32x4.mul(m2, a); z2 = f32x4.add(z2, a);
    m3 = f32x4.mul(m3, a); z3 = f32x4.add(z3, a); m4 = f32x4.mul(m4, a); z4 = f32x4.add(z4, a); m5 = f32x4.mul(m5, a); z5 = f32x4.add(z5, a);
  }
  const products = f32x4.add(f32x4.add(f32x4.add(m0, m1), f32x4.add(m2, m3)), f32x4.add(m4, m5));
  const sums = f32x4.add(f32x4.add(f32x4.add(z0, z1), f32x4.add(z2, z3)), f32x4.add(z4, z5));
  return f32x4.extract_lane(f32x4.add(products, sums), 0);
}
