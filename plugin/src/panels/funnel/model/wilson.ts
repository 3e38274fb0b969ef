/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's 95 % interval of a proportion.
 * Only for what the frame has no interval of: counts that were summed here.
 */
export function wilson(count: number, total: number): readonly [number, number] | undefined {
  if (total <= 0) return undefined;
  const rate = count / total;
  const square = Z ** 2 / total;
  const centre = (rate + square / 2) / (1 + square);
  const half = (Z / (1 + square)) * Math.sqrt((rate * (1 - rate)) / total + square / (4 * total));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
