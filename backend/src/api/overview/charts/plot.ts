import { scaleLinear } from 'd3-scale';
import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { localTime } from '../../../lib/time/local-time-text.js';

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

/** Where values lie in a chart, in pixels from its top, and the round values at which its gridlines stand: from 0 to `max`. */
export interface Scale {
  readonly max: number;
  readonly top: number;
  readonly height: number;
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
}

/** Gridlines above 0, about. */
const TICKS = 4;

/**
 * @param max the largest value; the scale ends at the next round one
 * @param height pixels from the ground to the end of the scale
 * @param isWhole whether the values are whole numbers: then the gridlines are too
 */
export function scaleTo(max: number, height: number, isWhole: boolean): Scale {
  const end = max > 0 ? max : 1;
  // Of more gridlines than the largest count, some would stand between whole numbers.
  const ticks = isWhole ? Math.min(TICKS, end) : TICKS;
  const scale = scaleLinear([0, end], [TOP + height, TOP]).nice(ticks);
  return {
    max: scale.domain()[1] ?? end,
    top: TOP,
    height,
    ticks: scale.ticks(ticks),
    y: (value) => fixed(scale(value)),
  };
}

interface PlotOptions {
  readonly name: string;
  readonly summary: string;
  readonly scale: Scale;
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
export function plot({ name, summary, scale, tickText, labels, marks, ends }: PlotOptions): SafeHtml {
  const height = scale.top + scale.height + BELOW;
  return html`<figure class="chart">
    <figcaption class="unseen">${summary}</figcaption>
    <div class="plot">
      <svg class="axis" width="48" height="${height}" aria-hidden="true">
        ${scale.ticks.map((tick) => html`<text x="40" y="${scale.y(tick) + 4}" text-anchor="end">${tickText(tick)}</text>`)}
      </svg>
      <svg class="marks" width="100%" height="${height}" role="img" aria-label="${name}">
        ${scale.ticks.map((tick) => html`<line class="${tick === 0 ? 'ground' : 'grid'}" x1="0" x2="100%" y1="${scale.y(tick)}" y2="${scale.y(tick)}" />`)}
        ${marks}
        ${labels.map(({ x, text, isWideOnly }) => html`<text class="${isWideOnly ? 'time wide-only' : 'time'}" x="${fixed(x)}%" y="${height - 6}" text-anchor="middle">${text}</text>`)}
      </svg>
      ${ends !== undefined && html`<svg class="ends" width="76" height="${height}" aria-hidden="true">${ends}</svg>`}
    </div>
  </figure>`;
}
