import { scalePoint } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { html, type Markup } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { Format } from '../words/format.js';
import { drawBars } from './series-bars.js';
import { colorOf, isStacked, sumAt, type ChartStyle, type SeriesContent, type SeriesFrame } from './series-frame.js';
import { drawTimeAxis, drawValueAxis, valueAxis } from './axis.js';
import { drawLegend, type LegendEntry } from './legend.js';
import { drawing, fitText, round, text, textWidth } from './svg.js';

const known = (values: readonly (number | null)[] | undefined): number[] =>
  (values ?? []).filter((value): value is number => value !== null);

/** Everything that the vertical axis has to reach. */
function extent(content: SeriesContent): number[] {
  const { lines, goal, times } = content;
  const stacked = isStacked(content);
  const values = stacked
    ? times.flatMap((_, index) => [
        sumAt(lines, index, (one) => one.values),
        sumAt(lines, index, (one) => one.previous),
      ])
    : lines.flatMap((one) => [...known(one.values), ...(lines.length === 1 ? known(one.previous) : [])]);
  return [...values, ...(goal?.value === null || goal === undefined ? [] : [goal.value])];
}

/** A sentence for those who do not see the chart: what it shows, its ends and its highest value. */
function summaryOf({ lines, labels }: SeriesContent, format: Format): string {
  return lines
    .map(({ title, values, unit }) => {
      const top = values.reduce<number>(
        (best, value, index) => ((value ?? -Infinity) > (values[best] ?? -Infinity) ? index : best),
        0,
      );
      const last = values.findLastIndex((value) => value !== null);
      if (last < 0) return `${title}: –`;
      return `${title}: ${labels[last]?.full ?? ''} ${format.value(values[last] ?? null, unit)}, ▲ ${labels[top]?.full ?? ''} ${format.value(values[top] ?? null, unit)}`;
    })
    .join('; ');
}

function legendOf({ lines, chart }: SeriesContent, { palette, words }: ChartStyle): LegendEntry[] {
  const hasPrevious = lines.some(({ previous }) => previous !== undefined);
  const isBar = chart !== 'line';
  const previous: LegendEntry = { title: words.page.previous, color: palette.text, mark: isBar ? 'line' : 'dashed' };
  if (lines.length === 1) {
    const own: LegendEntry = { title: words.page.thisPeriod, color: palette.accent, mark: isBar ? 'box' : 'line' };
    return hasPrevious ? [own, isBar ? previous : { ...previous, color: palette.muted }] : [];
  }
  return [
    ...lines.map(({ title }, index): LegendEntry => ({
      title: fitText(title, 230),
      color: colorOf(palette, index),
      mark: isBar ? 'box' : 'line',
    })),
    ...(hasPrevious && isBar ? [previous] : []),
  ];
}

function drawGoal({ content: { goal }, axis, left, right, palette, words }: SeriesFrame): Markup {
  if (goal?.value === null || goal === undefined) return undefined;
  const y = axis.y(goal.value);
  return html`<line
      x1="${round(left)}"
      x2="${round(right)}"
      y1="${round(y)}"
      y2="${round(y)}"
      stroke="${palette.goal}"
      stroke-dasharray="3 3"
    />
    ${text(right + 6, y + 4, `${words.page.goal} ${goal.text}`, { fill: palette.goal, size: 10 })}`;
}

/** Values at the ends of the lines, moved apart where they would lie on each other. */
function drawEnds(
  { content: { lines, goal }, axis, right, top, bottom, palette, format, canvas }: SeriesFrame,
  x: (index: number) => number,
): Markup[] {
  const ends = lines
    .flatMap((one, index) => {
      const last = one.values.findLastIndex((value) => value !== null);
      const value = one.values[last];
      return typeof value === 'number' ? [{ one, index, last, value, y: axis.y(value) }] : [];
    })
    .sort((a, b) => a.y - b.y);
  const gap = 14;
  let floor = top - gap;
  const goalY = goal?.value === null || goal === undefined ? undefined : axis.y(goal.value);
  return ends.map(({ one, index, last, value, y }) => {
    // The label of the goal stands at the goal, whatever else is there.
    const nearGoal = goalY !== undefined && Math.abs(y - goalY) < gap;
    const wanted = nearGoal ? goalY + (y <= goalY ? -gap : gap) : y;
    const at = Math.min(Math.max(wanted, floor + gap), bottom);
    floor = at;
    const color = lines.length === 1 ? palette.accent : colorOf(palette, index);
    const label = format.value(value, one.unit);
    const name =
      lines.length === 1 ? '' : ` ${fitText(one.title, Math.max(0, canvas.width - right - 14 - textWidth(label)))}`;
    return html`<circle
        cx="${round(x(last))}"
        cy="${round(y)}"
        r="3.5"
        fill="${color}"
        stroke="${palette.surface}"
        stroke-width="1.5"
      />
      ${text(right + 6, at + 4, `${label}${name}`, { fill: color, isBold: true })}`;
  });
}

function drawLines(frame: SeriesFrame): { readonly marks: Markup; readonly x: (index: number) => number } {
  const { content, axis, left, right, bottom, palette } = frame;
  const { lines, times, outliers } = content;
  const points = scalePoint([...times.keys()], [left, right]);
  const x = (index: number): number => points(index) ?? (left + right) / 2;
  const isKnown = (value: number | null): boolean => value !== null;
  const path = line<number | null>(
    (_, index) => x(index),
    (value) => axis.y(value ?? 0),
  )
    .defined(isKnown)
    .curve(curveMonotoneX)
    .digits(2);
  const shade = area<number | null>(
    (_, index) => x(index),
    bottom,
    (value) => axis.y(value ?? 0),
  )
    .defined(isKnown)
    .curve(curveMonotoneX)
    .digits(2);
  const [only] = lines;
  const single = lines.length === 1 ? only : undefined;
  // A value between two that are missing would be a line of no length.
  const alone = (values: readonly (number | null)[], index: number): boolean =>
    values[index] !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
  return {
    x,
    marks: [
      single !== undefined && html`<path d="${shade([...single.values]) ?? ''}" fill="${palette.accentSoft}" />`,
      single?.previous !== undefined &&
        html`<path
          d="${path([...single.previous]) ?? ''}"
          fill="none"
          stroke="${palette.muted}"
          stroke-width="1.5"
          stroke-dasharray="4 3"
        />`,
      lines.map(({ values }, index) => [
        html`<path
          d="${path([...values]) ?? ''}"
          fill="none"
          stroke="${single === undefined ? colorOf(palette, index) : palette.accent}"
          stroke-width="2"
          stroke-linejoin="round"
          stroke-linecap="round"
        />`,
        values.flatMap((value, at) =>
          alone(values, at)
            ? [
                html`<circle
                  cx="${round(x(at))}"
                  cy="${round(axis.y(value ?? 0))}"
                  r="2.5"
                  fill="${colorOf(palette, index)}"
                />`,
              ]
            : [],
        ),
      ]),
      outliers.map(({ line: of, index, text: label }) => {
        const value = lines[of]?.values[index] ?? 0;
        const [cx, cy] = [x(index), axis.y(value)];
        const isRight = cx + 10 + textWidth(label) < right;
        return html`<circle
            cx="${round(cx)}"
            cy="${round(cy)}"
            r="4"
            fill="${palette.surface}"
            stroke="${palette.bad}"
            stroke-width="2"
          />
          ${text(cx + (isRight ? 9 : -9), cy + 4, label, { fill: palette.bad, anchor: isRight ? 'start' : 'end', isBold: true })}`;
      }),
    ],
  };
}

/** Room on the right for the values at the ends of lines, and for the name of a goal. */
function endRoom({ chart, lines, goal }: SeriesContent, { format, words, canvas }: ChartStyle): number {
  const goalWidth = goal === undefined ? 0 : textWidth(`${words.page.goal} ${goal.text}`, 10) + 8;
  if (chart !== 'line') return Math.max(4, goalWidth);
  const widths = lines.map(({ values, unit, title }) => {
    const last = values.findLast((value) => value !== null) ?? null;
    return textWidth(format.value(last, unit)) + (lines.length === 1 ? 0 : textWidth(` ${title}`));
  });
  return Math.min(Math.max(goalWidth, ...widths.map((width) => width + 14)), canvas.width * 0.3);
}

/** Values over time: lines with their ends named, bars, or bars of parts. The period before is a dashed line or a tick. */
export function seriesChart(content: SeriesContent, style: ChartStyle): SafeHtml {
  const { canvas, palette, format } = style;
  const legend = drawLegend(legendOf(content, style), { left: 0, right: canvas.width }, palette);
  const [top, bottom] = [legend.height + 8, canvas.height - 24];
  const unit = content.lines[0]?.unit ?? 'short';
  const values = extent(content);
  const axis = valueAxis(
    values.length === 0 ? [0, 1] : values,
    { top, bottom, fromZero: content.chart !== 'line' || !isRatioLike(unit, values) },
    unit,
    format,
  );
  const [left, right] = [axis.width + 10, canvas.width - endRoom(content, style)];
  const frame: SeriesFrame = { ...style, content, axis, left, right, top, bottom };
  const { marks, x } = content.chart === 'line' ? drawLines(frame) : drawBars(frame);
  return drawing(canvas, summaryOf(content, format), [
    legend.marks,
    drawValueAxis(axis, { left, right }, palette),
    marks,
    drawGoal(frame),
    content.chart === 'line' && drawEnds(frame, x),
    drawTimeAxis(
      content.labels.map((label) => label.axis),
      x,
      bottom,
      { left, right },
      palette,
    ),
  ]);
}

/** Lines of rates, times and amounts show how they move; those of counts begin at zero. */
const isRatioLike = (unit: string, values: readonly number[]): boolean =>
  unit !== 'short' && Math.min(...values) > 0 && Math.min(...values) > 0.3 * Math.max(...values);
