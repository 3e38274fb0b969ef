import { area, line } from 'd3-shape';
import type { PreviewPoint } from '../model/preview-model';
import type { ChartScales } from './chart-scales';

export interface ChartPaths {
  readonly band: string;
  readonly baseline: string;
  readonly value: string;
}

const has = (value: number | undefined): value is number => value !== undefined;

/** Paths of SVG, with gaps where nothing is known. */
export function chartPaths(points: readonly PreviewPoint[], { x, y }: ChartScales): ChartPaths {
  const all = [...points];
  const at = (point: PreviewPoint): number => x(point.at);
  const through = (read: (point: PreviewPoint) => number | undefined): string =>
    line<PreviewPoint>(at, (point) => y(read(point) ?? 0)).defined((point) => has(read(point)))(all) ?? '';
  const band = area<PreviewPoint>(
    at,
    ({ low = 0 }) => y(low),
    ({ high = 0 }) => y(high),
  ).defined(({ low, high }) => has(low) && has(high));
  return {
    band: band(all) ?? '',
    baseline: through(({ baseline }) => baseline),
    value: through(({ value }) => value),
  };
}
