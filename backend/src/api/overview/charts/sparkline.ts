import { scaleLinear } from 'd3-scale';
import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { linePath } from './line-path.js';

/** Pixels above the highest value, and from there to the ground. */
const TOP = 2;
const HEIGHT = 32;

/** A line without axes. It says nothing that the tile does not say as text, so it is hidden from screen readers. */
export function sparkline(values: readonly (number | null)[]): SafeHtml | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return undefined;
  const min = Math.min(...known);
  const max = Math.max(...known);
  // A flat series lies on the ground if it is all zero, else in the middle.
  const [from, to] = min === max ? [min - (max === 0 ? 0 : 1), max + 1] : [min, max];
  const { line, area } = linePath(values, from, to);
  const y = scaleLinear([from, to], [TOP + HEIGHT, TOP]);
  const last = values.at(-1);
  return html`<svg class="spark" width="100%" height="36" aria-hidden="true" focusable="false">
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="${HEIGHT}" y="${TOP}" overflow="visible">
      <path class="area" d="${area}" />
      <path class="line" d="${line}" vector-effect="non-scaling-stroke" />
    </svg>
    ${typeof last === 'number' && html`<circle class="dot" cx="100%" cy="${y(last)}" r="2.5" />`}
  </svg>`;
}
