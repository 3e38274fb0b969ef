/** The quantile of the normal distribution for 95 %. */
const Z = 1.959963984540054;

/** Bounds of a share by Wilson's score interval; none of nothing. */
export function wilson(part: number, whole: number): [number | null, number | null] {
  if (whole === 0) return [null, null];
  const share = part / whole;
  const middle = share + (Z * Z) / (2 * whole);
  const spread = Z * Math.sqrt((share * (1 - share)) / whole + (Z * Z) / (4 * whole * whole));
  const scale = 1 + (Z * Z) / whole;
  return [(middle - spread) / scale, (middle + spread) / scale];
}
