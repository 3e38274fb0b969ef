import { scaleBand } from 'd3-scale';
import { html, type Markup } from '../../lib/html/html.js';
import { colorOf, isStacked, sumAt, type SeriesFrame } from './series-frame.js';
import { round } from './svg.js';

/** Bars of a series, beside each other or on top of each other, with a tick where the period before was. */
export function drawBars(frame: SeriesFrame): { readonly marks: Markup; readonly x: (index: number) => number } {
  const { content, axis, left, right, palette } = frame;
  const { lines, times, labels } = content;
  const band = scaleBand([...times.keys()], [left, right])
    .paddingInner(0.28)
    .paddingOuter(0.14);
  const stacked = isStacked(content);
  const inner = scaleBand(stacked ? [0] : [...lines.keys()], [0, band.bandwidth()]).paddingInner(0.1);
  const width = inner.bandwidth();
  const ground = axis.y(0);
  const marks = times.flatMap((_, index) => {
    const begin = band(index) ?? left;
    let below = 0;
    const parts = lines.map((one, position) => {
      const value = one.values[index] ?? 0;
      const [from, to] = stacked ? [below, below + value] : [0, value];
      below += value;
      const [y, end] = [axis.y(Math.max(from, to)), axis.y(Math.min(from, to))];
      if (value === 0) return undefined;
      const x = begin + (stacked ? 0 : (inner(position) ?? 0));
      return html`<rect
        x="${round(x)}"
        y="${round(y)}"
        width="${round(width)}"
        height="${round(Math.max(0.5, end - y - (stacked && from > 0 ? 1 : 0)))}"
        rx="${round(Math.min(2, width / 4))}"
        fill="${lines.length === 1 ? palette.accent : colorOf(palette, position)}"
        ><title>${labels[index]?.full ?? ''}: ${one.title} ${frame.format.value(value, one.unit)}</title></rect
      >`;
    });
    const hasPrevious = lines.some(({ previous }) => previous !== undefined) && (stacked || lines.length === 1);
    const before = hasPrevious ? sumAt(lines, index, (one) => one.previous) : 0;
    const tick =
      before > 0 &&
      html`<rect
        x="${round(begin - band.bandwidth() * 0.1)}"
        y="${round(axis.y(before) - 1)}"
        width="${round(band.bandwidth() * 1.2)}"
        height="2"
        rx="1"
        fill="${palette.text}"
      />`;
    return [...parts, tick];
  });
  return {
    x: (index) => (band(index) ?? left) + band.bandwidth() / 2,
    marks: [
      marks,
      html`<line
        x1="${round(left)}"
        x2="${round(right)}"
        y1="${round(ground)}"
        y2="${round(ground)}"
        stroke="${palette.muted}"
        stroke-opacity="0.5"
      />`,
    ],
  };
}
