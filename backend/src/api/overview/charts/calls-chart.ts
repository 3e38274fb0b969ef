import { scaleBand, type ScaleBand } from 'd3-scale';
import type { Series } from '../figures/figures.js';
import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { localTime } from '../../../lib/time/local-time-text.js';
import { plot, scaleTo, timeLabels, type Scale } from './plot.js';

interface Bar {
  readonly time: number;
  readonly calls: number;
  readonly answered: number;
  readonly before: number | null;
}

interface Chart {
  readonly series: Series;
  readonly interval: '1h' | '1d';
  readonly timezone: string;
  readonly now: number;
  readonly name: string;
}

const count = (value: number): string => formatValue(value, 'short');

function barsOf({ times, columns, previousCalls }: Series): Bar[] {
  const calls = columns.get('calls.count')?.values ?? [];
  const answered = columns.get('calls.answered')?.values ?? [];
  return times.map((time, index) => ({
    time,
    calls: calls[index] ?? 0,
    answered: answered[index] ?? 0,
    before: previousCalls[index] ?? null,
  }));
}

/** Where so many bars stand, in percent from the left. Few bars are slim, because broad ones would read as areas. */
function barScale(count: number): ScaleBand<number> {
  const padding = count < 10 ? 0.58 : 0.32;
  const indexes = [...Array.from({ length: count }).keys()];
  return scaleBand(indexes, [0, 100])
    .paddingInner(padding)
    .paddingOuter(padding / 2);
}

/** Percent from the left of the middle of a bar. */
const middleOf = (index: number, across: ScaleBand<number>): number => (across(index) ?? 0) + across.bandwidth() / 2;

function drawBar(
  bar: Bar,
  index: number,
  { across, scale, when, isRunning }: { across: ScaleBand<number>; scale: Scale; when: string; isRunning: boolean },
): Markup {
  const slot = across.step();
  const width = across.bandwidth();
  const x = across(index) ?? 0;
  const ground = scale.y(0);
  const missed = bar.calls - bar.answered;
  const answeredTop = scale.y(bar.answered);
  const top = scale.y(bar.calls);
  // A hairline of the background keeps the two parts apart.
  const gap = bar.answered > 0 && missed > 0 ? 1 : 0;
  const position = html`x="${x.toFixed(2)}%" width="${width.toFixed(2)}%"`;
  const before = bar.before === null ? '' : `, ${count(bar.before)} before`;
  return html`<g class="${isRunning ? 'bar running' : 'bar'}">
    <rect
      class="slot"
      x="${(index * slot).toFixed(2)}%"
      width="${slot.toFixed(2)}%"
      y="${scale.top}"
      height="${ground - scale.top}"
      ><title>${when}: ${count(bar.calls)} calls, ${count(bar.answered)} answered${before}</title></rect
    >
    ${bar.answered > 0 && html`<rect class="answered" ${position} y="${answeredTop}" height="${Math.max(0.5, ground - answeredTop)}" rx="2" />`}
    ${missed > 0 && html`<rect class="missed" ${position} y="${top}" height="${Math.max(0.5, answeredTop - top - gap)}" rx="2" />`}
    ${
      bar.before !== null &&
      bar.before > 0 &&
      html`<rect
        class="before"
        x="${(x - width * 0.12).toFixed(2)}%"
        width="${(width * 1.24).toFixed(2)}%"
        y="${scale.y(bar.before) - 1}"
        height="2"
        rx="1"
      />`
    }
  </g>`;
}

const peakOf = (bars: readonly Bar[]): number =>
  bars.reduce((max, { calls }, index) => (calls > (bars[max]?.calls ?? 0) ? index : max), 0);

/** The number of the highest bar, above it; if the tick of the range before is in the way, above that. */
function drawPeak(bars: readonly Bar[], across: ScaleBand<number>, scale: Scale): Markup {
  const index = peakOf(bars);
  const { calls, before } = bars[index] ?? { calls: 0, before: null };
  if (calls === 0) return undefined;
  const top = scale.y(calls);
  const tick = scale.y(before ?? 0);
  const isInTheWay = tick < top + 4 && tick > top - 20;
  return html`<text
    class="direct"
    x="${middleOf(index, across).toFixed(2)}%"
    y="${(isInTheWay ? Math.min(top, tick) : top) - 6}"
    text-anchor="middle"
    >${count(calls)}</text
  >`;
}

function summaryOf(bars: readonly Bar[], when: (time: number) => string): string {
  const total = bars.reduce((sum, { calls }) => sum + calls, 0);
  const answered = bars.reduce((sum, bar) => sum + bar.answered, 0);
  const peak = bars[peakOf(bars)];
  const peakText =
    peak === undefined || peak.calls === 0 ? '' : ` The most were ${count(peak.calls)}, ${when(peak.time)}.`;
  return `${count(total)} calls, ${count(answered)} answered and ${count(total - answered)} not answered.${peakText}`;
}

/** Calls in each hour or day: answered below, not answered on top, and a tick where the range before was. */
export function callsChart({ series, interval, timezone, now, name }: Chart): SafeHtml {
  const bars = barsOf(series);
  const scale = scaleTo(Math.max(...bars.map(({ calls, before }) => Math.max(calls, before ?? 0)), 0), 340, true);
  const across = barScale(bars.length);
  const when = (time: number): string => localTime(time, interval === '1h' ? 'date-time' : 'date', timezone);
  const isRunning = (index: number): boolean =>
    (bars[index]?.time ?? 0) <= now && (bars[index + 1]?.time ?? Infinity) > now;
  return plot({
    name,
    summary: summaryOf(bars, when),
    scale,
    tickText: count,
    labels: timeLabels(series.times, interval, timezone, (index) => middleOf(index, across)),
    marks: [
      bars.map((bar, index) =>
        drawBar(bar, index, { across, scale, when: when(bar.time), isRunning: isRunning(index) }),
      ),
      drawPeak(bars, across, scale),
    ],
  });
}
