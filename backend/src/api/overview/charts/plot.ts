import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { localTime } from '../format/local-time.js';

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values from 0 to at least the largest, for gridlines; four at the most above 0. */
export function niceTicks(max: number, isWhole: boolean): number[] {
  const top = max > 0 ? max : 1;
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const whole = isWhole ? Math.max(1, Math.ceil(step)) : step;
  return Array.from({ length: Math.ceil(top / whole - 1e-9) + 1 }, (_, index) => index * whole);
}

interface Label {
  readonly x: number;
  readonly text: string;
  readonly isWideOnly: boolean;
}

/**
 * Times below a chart, at most so many on a wide screen and about half of them on a narrow one.
 * @param xOf percent from the left of a bucket's label
 */
export function timeLabels(
  times: readonly number[],
  interval: '1h' | '1d',
  timezone: string,
  xOf: (index: number) => number,
): Label[] {
  const every = Math.max(1, Math.ceil(times.length / 12));
  return times.flatMap((time, index): Label[] => {
    if (index % every !== 0) return [];
    const text = localTime(time, interval === '1h' ? 'hour' : times.length > 8 ? 'day' : 'weekday-day', timezone);
    return [{ x: xOf(index), text, isWideOnly: (index / every) % (times.length > 8 ? 3 : 2) !== 0 }];
  });
}

/** Pixels above the highest gridline of a chart, and below its ground. */
const TOP = 16;
const BELOW = 26;

const fixed = (value: number): number => Math.round(value * 100) / 100;

/** Where values lie in a chart, in pixels from its top. */
export interface Scale {
  readonly max: number;
  readonly top: number;
  readonly height: number;
  readonly y: (value: number) => number;
}

/** @param height pixels from the ground to the highest value */
export const scaleTo = (highest: number, height: number): Scale => ({
  max: highest,
  top: TOP,
  height,
  y: (value) => fixed(TOP + (1 - value / highest) * height),
});

interface PlotOptions {
  readonly name: string;
  readonly summary: string;
  readonly scale: Scale;
  readonly ticks: readonly number[];
  readonly tickText: (value: number) => string;
  /** Labels below the ground: percent from the left, text, and whether a narrow screen leaves it out. */
  readonly labels: readonly { readonly x: number; readonly text: string; readonly isWideOnly: boolean }[];
  readonly marks: Markup;
  /** What stands at the right of the plot, such as the ends of lines. */
  readonly ends?: Markup;
}

/**
 * Frame of a chart: values at the left, hairlines, times below. Across, everything is placed in percent, so that one
 * drawing fits every screen and its letters keep their size.
 */
export function plot({ name, summary, scale, ticks, tickText, labels, marks, ends }: PlotOptions): SafeHtml {
  const height = scale.top + scale.height + BELOW;
  return html`<figure class="chart">
    <figcaption class="unseen">${summary}</figcaption>
    <div class="plot">
      <svg class="axis" width="48" height="${height}" aria-hidden="true">
        ${ticks.map((tick) => html`<text x="40" y="${scale.y(tick) + 4}" text-anchor="end">${tickText(tick)}</text>`)}
      </svg>
      <svg class="marks" width="100%" height="${height}" role="img" aria-label="${name}">
        ${ticks.map((tick) => html`<line class="${tick === 0 ? 'ground' : 'grid'}" x1="0" x2="100%" y1="${scale.y(tick)}" y2="${scale.y(tick)}" />`)}
        ${marks}
        ${labels.map(({ x, text, isWideOnly }) => html`<text class="${isWideOnly ? 'time wide-only' : 'time'}" x="${fixed(x)}%" y="${height - 6}" text-anchor="middle">${text}</text>`)}
      </svg>
      ${ends !== undefined && html`<svg class="ends" width="76" height="${height}" aria-hidden="true">${ends}</svg>`}
    </div>
  </figure>`;
}
