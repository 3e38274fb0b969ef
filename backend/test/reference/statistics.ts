export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]): number | null => ratio(sum(values), values.length);

/** Null when there is nothing to divide by. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export const largest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));

/** Linear interpolation between the order statistics around (n - 1) · share. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

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
