/** The median of some numbers: the mean of the middle two of an even number; NaN of none. Puts them in order in place. */
function medianInPlace(values: Float64Array): number {
  values.sort();
  const { length } = values;
  const high = values[length >> 1] ?? NaN;
  return length % 2 === 1 ? high : ((values[(length >> 1) - 1] ?? NaN) + high) / 2;
}

export const median = (values: Iterable<number>): number => medianInPlace(Float64Array.from(values));

/** A value and how much it weighs. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** The value at which half of the weight is reached; NaN where nothing weighs anything. */
export function weightedMedian(weighted: readonly Weighted[]): number {
  const ordered = weighted.filter(({ weight }) => weight > 0).sort((a, b) => a.value - b.value);
  const half = ordered.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let reached = 0;
  for (const { value, weight } of ordered) {
    reached += weight;
    if (reached >= half) return value;
  }
  return NaN;
}
