import type { Series } from '../figures/figures.js';
import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { linePath, pointScale } from './line-path.js';
import { plot, scaleTo, timeLabels, type Scale } from './plot.js';

interface Chart {
  readonly series: Series;
  readonly interval: '1h' | '1d';
  readonly timezone: string;
  readonly now: number;
}

interface Line {
  readonly label: string;
  readonly kind: 'first' | 'second';
  readonly values: readonly (number | null)[];
}

const milliseconds = (value: number): string => formatValue(value, 'ms');

/** Gridlines stand at round values, which need no further digits; all of a chart have the unit of the highest. */
const tickText =
  ({ max }: Scale) =>
  (value: number): string => {
    if (value === 0) return '0';
    return max < 1_000 ? `${value}\u202fms` : `${value / 1_000}\u202fs`;
  };

/** The last value a line has, and how far from the left it lies, in percent. */
function endOf({ values }: Line): { value: number; x: number } | undefined {
  const index = values.findLastIndex((value) => value !== null);
  const value = values[index];
  return typeof value === 'number' ? { value, x: pointScale(values.length)(index) ?? 0 } : undefined;
}

function drawLine(line: Line, scale: Scale): Markup {
  const path = linePath(line.values, 0, scale.max);
  const end = endOf(line);
  return html`<svg
      class="${line.kind}"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      y="${scale.top}"
      width="100%"
      height="${scale.height}"
      overflow="visible"
    >
      <path class="area" d="${path.area}" />
      <path class="line" d="${path.line}" vector-effect="non-scaling-stroke" />
    </svg>
    ${end !== undefined && html`<circle class="dot ${line.kind}" cx="${end.x.toFixed(2)}%" cy="${scale.y(end.value)}" r="3.5" />`}`;
}

/** Labels at the ends of the lines, moved apart where they would lie on each other. */
function drawEnds(lines: readonly Line[], scale: Scale): Markup {
  const ends = lines
    .flatMap((line) => {
      const end = endOf(line);
      return end === undefined ? [] : [{ line, value: end.value, y: scale.y(end.value) + 4 }];
    })
    .sort((a, b) => a.y - b.y);
  let floor = -Infinity;
  return ends.map(({ line, value, y }) => {
    const position = Math.max(y, floor);
    floor = position + 30;
    return html`<text class="end ${line.kind}" x="8" y="${position}">${milliseconds(value)}</text>
      <text class="end-name" x="8" y="${position + 13}">${line.label}</text>`;
  });
}

/** Median and 95th percentile of the turn latency over time. */
export function latencyChart({ series, interval, timezone, now }: Chart): SafeHtml | undefined {
  const begun = series.times.filter((time) => time <= now);
  const valuesOf = (metric: string): (number | null)[] =>
    (series.columns.get(metric)?.values ?? []).slice(0, begun.length);
  const lines: Line[] = [
    { label: 'p95', kind: 'second', values: valuesOf('turns.latency.p95') },
    { label: 'median', kind: 'first', values: valuesOf('turns.latency.p50') },
  ];
  const known = lines.flatMap(({ values }) => values).filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const scale = scaleTo(Math.max(...known), 220, false);
  const across = pointScale(begun.length);
  const ends = lines.map((line) => `${line.label} ${milliseconds(endOf(line)?.value ?? 0)}`).join(', ');
  return plot({
    name: 'Turn latency over time, median and 95th percentile',
    summary: `At the end of the range: ${ends}. The highest value is ${milliseconds(Math.max(...known))}.`,
    scale,
    tickText: tickText(scale),
    labels: timeLabels(begun, interval, timezone, (index) => across(index) ?? 0),
    marks: lines.map((line) => drawLine(line, scale)),
    ends: drawEnds(lines, scale),
  });
}
