interface Point {
  readonly x: number;
  readonly y: number;
}

const fixed = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * Lays values over a box of 100 × 100, the first at the left edge and the last at the right; a value that is missing
 * leaves a gap. The box is stretched to its size afterwards.
 * @returns the line, and the area between it and the ground
 */
export function linePath(values: readonly (number | null)[], min: number, max: number): { line: string; area: string } {
  const range = max - min || 1;
  const runs: Point[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else
      runs.at(-1)?.push({
        x: values.length < 2 ? 50 : (index / (values.length - 1)) * 100,
        y: 100 - ((value - min) / range) * 100,
      });
  });
  const drawn = runs.filter((run) => run.length > 0);
  // A lone value is a line of no length, which round caps make a dot; an area below it would be a needle.
  const lineOf = (run: readonly Point[]): string =>
    `M${(run.length === 1 ? [...run, ...run] : run).map(({ x, y }) => `${fixed(x)} ${fixed(y)}`).join('L')}`;
  const areaOf = (run: readonly Point[]): string =>
    run.length === 1 ? '' : `${lineOf(run)}L${fixed(run.at(-1)?.x ?? 0)} 100L${fixed(run[0]?.x ?? 0)} 100Z`;
  return { line: drawn.map(lineOf).join(''), area: drawn.map(areaOf).join('') };
}
