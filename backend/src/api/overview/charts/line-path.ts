import { scaleLinear, scalePoint, type ScalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';

/** Where each of so many points lies, in percent from the left: the first at the left edge, the last at the right, a lone one in the middle. */
export const pointScale = (count: number): ScalePoint<number> =>
  scalePoint([...Array.from({ length: count }).keys()], [0, 100]);

/**
 * Lays values over a box of 100 × 100, the first at the left edge and the last at the right; a value that is missing
 * leaves a gap. The box is stretched to its size afterwards.
 * @returns the line, in which a lone value is a closed path of no length, which round caps make a dot; and the area between
 *   the line and the ground
 */
export function linePath(values: readonly (number | null)[], min: number, max: number): { line: string; area: string } {
  const across = pointScale(values.length);
  const x = (_value: number | null, index: number): number => across(index) ?? 0;
  const scale = scaleLinear([min, max], [100, 0]);
  const y = (value: number | null): number => scale(value ?? min);
  const isKnown = (value: number | null): boolean => value !== null;
  const drawLine = line<number | null>(x, y).defined(isKnown).digits(2);
  const drawArea = area<number | null>(x, 100, y).defined(isKnown).digits(2);
  return { line: drawLine(values) ?? '', area: drawArea(values) ?? '' };
}
