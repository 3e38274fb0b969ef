import { scaleLinear, scalePoint } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { Palette } from './palette.js';
import { round } from './svg.js';

/** The course of a number, without axes. Nothing where there are fewer than three values. */
export function sparkline(
  values: readonly (number | null)[],
  { width, height }: { readonly width: number; readonly height: number },
  palette: Palette,
): SafeHtml | undefined {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 3) return undefined;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const points = scalePoint([...values.keys()], [2, width - 4]);
  const scale = scaleLinear([low, high === low ? low + 1 : high], [height - 4, 4]);
  const x = (_: number | null, index: number): number => points(index) ?? 0;
  const y = (value: number | null): number => scale(value ?? low);
  const isKnown = (value: number | null): boolean => value !== null;
  const last = values.findLastIndex((value) => value !== null);
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    aria-hidden="true"
  >
    <path
      d="${area<number | null>(x, height, y).defined(isKnown).curve(curveMonotoneX).digits(2)([...values]) ?? ''}"
      fill="${palette.accentSoft}"
    />
    <path
      d="${line<number | null>(x, y).defined(isKnown).curve(curveMonotoneX).digits(2)([...values]) ?? ''}"
      fill="none"
      stroke="${palette.accent}"
      stroke-width="1.5"
      stroke-linejoin="round"
    />
    <circle cx="${round(points(last) ?? 0)}" cy="${round(y(values[last] ?? null))}" r="2" fill="${palette.accent}" />
  </svg>`;
}
