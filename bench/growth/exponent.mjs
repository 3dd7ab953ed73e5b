/** The power p of the law y = c xᵖ that fits best on logarithmic axes, by least squares. */
export function exponent(xs, ys) {
  const [u, v] = [xs, ys].map((values) => Array.from(values, (value) => Math.log(value)));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const top = u.reduce((sum, x, i) => sum + (x - mu) * (v[i] - mv), 0);
  return top / u.reduce((sum, x) => sum + (x - mu) ** 2, 0);
}
