import { scaleLinear } from 'd3-scale';
import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { SectionContent } from '../document/document.js';
import { drawChange } from './change-mark.js';
import { drawLegend, type LegendEntry } from './legend.js';
import type { ChartStyle } from './series-frame.js';
import { drawing, fitText, round, text, textWidth } from './svg.js';

export type BarsContent = Extract<SectionContent, { readonly type: 'bars' }>;

const BAR = 11;
const BEFORE = 5;
const GAP = 11;
const CHANGE_ROOM = 64;

const BASELINE = 9.5;

interface Layout {
  readonly rowHeight: number;
  readonly legendHeight: number;
  readonly entries: readonly LegendEntry[];
}

function layout({ columns, bars }: BarsContent, { palette, words }: Pick<ChartStyle, 'palette' | 'words'>): Layout {
  const hasPrevious = bars.some(({ previous }) => previous.some((one) => one !== undefined));
  const isSingle = columns.length === 1;
  const own = columns.map((title, index): LegendEntry => ({
    title: isSingle ? words.page.thisPeriod : title,
    color: palette.series[index] ?? palette.accent,
    mark: 'box',
  }));
  const previous: LegendEntry = { title: words.page.previous, color: palette.previous, mark: 'box' };
  return {
    rowHeight: columns.length * (BAR + 2) + (hasPrevious && isSingle ? BEFORE + 1 : 0) + GAP,
    legendHeight: isSingle && !hasPrevious ? 0 : 24,
    entries: isSingle && !hasPrevious ? [] : hasPrevious && isSingle ? [...own, previous] : own,
  };
}

/** @returns how high a chart of so many bars is, in pixels */
export function barsHeight(content: BarsContent, style: Pick<ChartStyle, 'palette' | 'words'>): number {
  const { rowHeight, legendHeight } = layout(content, style);
  return legendHeight + content.bars.length * rowHeight + 4;
}

/** Values by group as horizontal bars, each with its number, the period before below it, and how it changed. */
export function barsChart(content: BarsContent, style: ChartStyle): SafeHtml {
  const { canvas, palette } = style;
  const { bars, columns } = content;
  const { rowHeight, entries, legendHeight } = layout(content, style);
  const nameWidth = Math.min(Math.max(40, ...bars.map(({ title }) => textWidth(title))) + 12, canvas.width * 0.36);
  const hasChange = bars.some(({ changes }) => changes.some((one) => one !== undefined));
  const valueWidth = Math.max(...bars.flatMap(({ figures }) => figures.map((one) => textWidth(one.text))), 20) + 10;
  const right = canvas.width - (hasChange ? CHANGE_ROOM : 0) - valueWidth;
  // Metrics of different units have scales of their own.
  const scales = columns.map((_, index) => {
    const values = bars.flatMap(({ figures, previous }) => [figures[index]?.value ?? 0, previous[index]?.value ?? 0]);
    return scaleLinear([0, Math.max(...values, 1e-9)], [nameWidth, Math.max(nameWidth + 10, right)]);
  });
  const rows = bars.map(({ title, figures, previous, changes }, row) => {
    const y = legendHeight + row * rowHeight;
    return [
      text(0, y + BASELINE, fitText(title, nameWidth - 8), { fill: palette.text }),
      figures.map((figure, index) => {
        const top = y + index * (BAR + 2);
        const end = scales[index]?.(Math.max(0, figure.value ?? 0)) ?? nameWidth;
        const before = columns.length === 1 ? previous[index]?.value : undefined;
        return [
          html`<rect
            x="${round(nameWidth)}"
            y="${round(top)}"
            width="${round(Math.max(0.5, end - nameWidth))}"
            height="${BAR}"
            rx="2"
            fill="${palette.series[index] ?? palette.accent}"
          />`,
          typeof before === 'number' &&
            html`<rect
              x="${round(nameWidth)}"
              y="${round(top + BAR + 1)}"
              width="${round(Math.max(0.5, (scales[index]?.(Math.max(0, before)) ?? nameWidth) - nameWidth))}"
              height="${BEFORE}"
              rx="2"
              fill="${palette.previous}"
            />`,
          text(end + 7, top + BASELINE, figure.text, { fill: palette.text, isBold: true }),
          drawChange(canvas.width, top + BASELINE, changes[index], palette),
        ];
      }),
    ];
  });
  const summary = bars.map(({ title, figures }) => `${title}: ${figures.map((one) => one.text).join(', ')}`).join('; ');
  return drawing(canvas, summary, [drawLegend(entries, { left: nameWidth, right: canvas.width }, palette).marks, rows]);
}
