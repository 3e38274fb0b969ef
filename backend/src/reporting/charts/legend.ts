import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { Palette } from './palette.js';
import { round, text, textWidth } from './svg.js';

export interface LegendEntry {
  readonly title: string;
  readonly color: string;
  readonly mark: 'box' | 'line' | 'dashed';
}

const mark = ({ color, mark: kind }: LegendEntry, x: number, y: number): SafeHtml =>
  kind === 'box'
    ? html`<rect x="${round(x)}" y="${round(y - 9)}" width="10" height="10" rx="2.5" fill="${color}" />`
    : html`<line
        x1="${round(x)}"
        x2="${round(x + 16)}"
        y1="${round(y - 4)}"
        y2="${round(y - 4)}"
        stroke="${color}"
        stroke-width="2"
        ${kind === 'dashed' && html`stroke-dasharray="4 3"`}
      />`;

const LINE_HEIGHT = 18;

/** Entries in as many lines as they need. @returns them and their height */
export function drawLegend(
  entries: readonly LegendEntry[],
  { left, right }: { readonly left: number; readonly right: number },
  palette: Palette,
): { readonly marks: SafeHtml[]; readonly height: number } {
  if (entries.length === 0) return { marks: [], height: 0 };
  let [x, y] = [left, 12];
  const marks = entries.map((entry) => {
    const [swatch, width] = [entry.mark === 'box' ? 16 : 22, textWidth(entry.title)];
    if (x > left && x + swatch + width > right) [x, y] = [left, y + LINE_HEIGHT];
    const at = x;
    x += swatch + width + 18;
    return html`${mark(entry, at, y)}${text(at + swatch, y, entry.title, { fill: palette.text })}`;
  });
  return { marks, height: y + 8 };
}
