/**
 * Holm's correction for testing several times at once (Scandinavian Journal of Statistics 6, 1979): where a corrected p is
 * below 0.05, the chance of even one false alarm among all is below 5 %.
 * @param values p of each test
 * @returns corrected p, at most 1, in the same order
 */
export function holm(values: readonly number[]): number[] {
  const corrected = values.map(() => 1);
  let largest = 0;
  values
    .map((p, index) => ({ p, index }))
    .sort((a, b) => a.p - b.p)
    .forEach(({ p, index }, rank) => {
      largest = Math.max(largest, Math.min(1, p * (values.length - rank)));
      corrected[index] = largest;
    });
  return corrected;
}
