import { scaleLinear } from 'd3-scale';
import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { Format } from '../words/format.js';
import type { Palette } from './palette.js';
import { round, text, textWidth } from './svg.js';

/** The vertical axis of a chart: what value lies how far from the top. */
export interface ValueAxis {
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
  /** Of the widest label. */
  readonly width: number;
}

const TICKS = 4;

/** A scale of percents has no 0.5 between its lines unless all values are close together. */
export function valueAxis(
  values: readonly number[],
  { top, bottom, fromZero }: { readonly top: number; readonly bottom: number; readonly fromZero: boolean },
  unit: string,
  format: Format,
): ValueAxis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isRatio = unit === 'percentunit';
  const padding = fromZero ? 0 : (high - low || Math.abs(high) || 1) * 0.08;
  const bottomValue = fromZero ? Math.min(0, low) : isRatio ? Math.max(0, low - padding) : low - padding;
  const topValue = isRatio && high <= 1 ? Math.min(1, high + padding) : high + padding;
  const scale = scaleLinear([bottomValue, topValue === bottomValue ? bottomValue + 1 : topValue], [bottom, top]).nice(
    TICKS,
  );
  const ticks = scale.ticks(TICKS);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const labels = ticks.map((tick) => format.tick(tick, unit, step));
  return { y: (value) => scale(value), ticks, labels, width: Math.max(...labels.map((label) => textWidth(label))) };
}

/** Hairlines and their values on the left. */
export const drawValueAxis = (
  { y, ticks, labels }: ValueAxis,
  { left, right }: { readonly left: number; readonly right: number },
  palette: Palette,
): SafeHtml[] =>
  ticks.map(
    (tick, index) =>
      html`<line
          x1="${round(left)}"
          x2="${round(right)}"
          y1="${round(y(tick))}"
          y2="${round(y(tick))}"
          stroke="${palette.line}"
        />
        ${text(left - 8, y(tick) + 4, labels[index] ?? '', { fill: palette.muted, anchor: 'end' })}`,
  );

/** Labels below, as many as have room, the first always. */
export function drawTimeAxis(
  labels: readonly string[],
  x: (index: number) => number,
  baseline: number,
  { left, right }: { readonly left: number; readonly right: number },
  palette: Palette,
): SafeHtml[] {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label))) + 14;
  const step = Math.max(1, Math.ceil((labels.length * widest) / Math.max(1, right - left)));
  // Weeks are what people look for where each bucket is a day.
  const every = step > 1 && step <= 7 && labels.length > 14 ? 7 : step;
  return labels.flatMap((label, index) => {
    if (index % every !== 0) return [];
    const half = textWidth(label) / 2;
    const at = Math.min(Math.max(x(index), left + half - 4), right - half + 4);
    return [text(at, baseline + 16, label, { fill: palette.muted, anchor: 'middle' })];
  });
}
