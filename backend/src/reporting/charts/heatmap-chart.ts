import { scaleQuantize } from 'd3-scale';
import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { SectionContent } from '../document/document.js';
import type { ChartStyle } from './series-frame.js';
import { drawing, fitText, round, text, textWidth } from './svg.js';

export type HeatmapContent = Extract<SectionContent, { readonly type: 'heatmap' }>;

const HOURS = 24;
const LEFT = 38;
const TOP = 20;
const ROW = 24;

export const HEATMAP_HEIGHT = TOP + 7 * ROW + 30;

/** Hours of the week in one hue. Numbers stand in the highest cells, where there is room for them. */
export function heatmapChart(
  { cells, weekdays, unit, peak }: HeatmapContent,
  { canvas, palette, format, words }: ChartStyle,
): SafeHtml {
  const width = (canvas.width - LEFT) / HOURS;
  const values = cells.flat().flatMap(({ value }) => (value === null ? [] : [value]));
  const high = Math.max(...values, 1e-9);
  const low = unit === 'short' ? 0 : Math.min(...values, high);
  const steps = palette.heat.map((_, index) => index);
  const step = scaleQuantize([low, high], steps);
  const hours = Array.from({ length: HOURS }, (_, hour) => hour).filter((hour) => width >= 15 || hour % 3 === 0);
  const drawn = cells.map((row, day) => [
    text(0, TOP + day * ROW + 15, weekdays[day] ?? '', { fill: palette.text }),
    row.map(({ value, text: label }, hour) => {
      const [x, y] = [LEFT + hour * width, TOP + day * ROW];
      const index = value === null ? -1 : step(value);
      const fill = palette.heat[index] ?? 'none';
      const hasRoom = index >= 4 && textWidth(label, 9.5) <= width - 4;
      return [
        html`<rect
          x="${round(x)}"
          y="${round(y)}"
          width="${round(width - 2)}"
          height="${ROW - 3}"
          rx="3"
          fill="${fill}"
          ${value === null && html`stroke="${palette.line}"`}
          ><title>${weekdays[day] ?? ''} ${String(hour).padStart(2, '0')}:00 – ${label}</title></rect
        >`,
        hasRoom &&
          text(x + (width - 2) / 2, y + 14.5, label, {
            fill: palette.onHeat[index] ?? palette.text,
            anchor: 'middle',
            size: 9.5,
            isBold: value === high,
          }),
      ];
    }),
  ]);
  const baseline = TOP + 7 * ROW + 18;
  const fewer = textWidth(words.page.fewer) + 8;
  return drawing(canvas, `${words.titles.heatmap}: ${peak ?? '–'}; ${format.weekdays().join(', ')}`, [
    hours.map((hour) =>
      text(LEFT + hour * width + (width - 2) / 2, 12, String(hour).padStart(2, '0'), {
        fill: palette.muted,
        anchor: 'middle',
      }),
    ),
    drawn,
    text(LEFT, baseline, words.page.fewer, { fill: palette.muted }),
    palette.heat.map(
      (fill, index) =>
        html`<rect
          x="${round(LEFT + fewer + index * 16)}"
          y="${round(baseline - 9)}"
          width="14"
          height="10"
          rx="2"
          fill="${fill}"
        />`,
    ),
    text(
      LEFT + fewer + palette.heat.length * 16 + 6,
      baseline,
      fitText(
        peak === undefined ? words.page.more : `${words.page.more} (${peak})`,
        canvas.width - LEFT - fewer - palette.heat.length * 16 - 6,
      ),
      { fill: palette.muted },
    ),
  ]);
}
