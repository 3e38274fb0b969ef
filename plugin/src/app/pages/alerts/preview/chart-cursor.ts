import type { PreviewPoint } from '../model/preview-model';

/** Points of a day and a bit, which a page of the keyboard is. */
const PAGE = 24;

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -PAGE,
  PageUp: PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** Where a key moves the cursor from a point, as it moves a slider; undefined for other keys. */
export function movedBy(key: string, index: number, last: number): number | undefined {
  const step = STEPS[key];
  return step === undefined ? undefined : Math.min(last, Math.max(0, index + step));
}

/** The point that is nearest to a time, in epoch milliseconds. */
export function nearestPoint(points: readonly PreviewPoint[], at: number): number {
  const distance = (index: number): number => Math.abs((points[index]?.at ?? Infinity) - at);
  return points.reduce((best, _point, index) => (distance(index) < distance(best) ? index : best), 0);
}
