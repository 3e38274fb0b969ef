import { scaleLinear } from 'd3-scale';
import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { FunnelStep } from '../document/document.js';
import { drawChange } from './change-mark.js';
import type { ChartStyle } from './series-frame.js';
import { drawing, fitText, round, text, textWidth } from './svg.js';

const HEAD = 18;
const BAR = 26;
const LOSS = 22;

export const funnelHeight = (steps: number): number => HEAD + steps * BAR + Math.max(0, steps - 1) * LOSS + 6;

/** Columns right of the bars: of all, its change, of the step before. Narrow drawings have no room for the change. */
const columnsOf = (width: number) =>
  width < 480 ? { all: 52, change: 0, step: 0 } : { all: 62, change: 64, step: 96 };

/** How many came to each step, left-aligned, and how many were lost on the way to the next; the worst loss is marked. */
export function funnelChart(steps: readonly FunnelStep[], { canvas, palette, format, words }: ChartStyle): SafeHtml {
  const columns = columnsOf(canvas.width);
  const nameWidth = Math.min(Math.max(60, ...steps.map(({ title }) => textWidth(title))) + 14, canvas.width * 0.3);
  const right = canvas.width - columns.all - columns.change - columns.step - 8;
  const first = Math.max(steps[0]?.reached.value ?? 0, 1e-9);
  const x = scaleLinear([0, first], [nameWidth, right]);
  const endAll = right + 8 + columns.all;
  const endStep = canvas.width;
  const rows = steps.map((step, index) => {
    const y = HEAD + index * (BAR + LOSS);
    const end = Math.max(nameWidth + 1, x(step.reached.value ?? 0));
    const label = step.reached.text;
    const fits = end - nameWidth > textWidth(label, 12) + 16;
    const next = steps[index + 1];
    return [
      text(0, y + 17, fitText(step.title, nameWidth - 10), { fill: palette.text, isBold: true }),
      html`<rect
        x="${round(nameWidth)}"
        y="${round(y)}"
        width="${round(end - nameWidth)}"
        height="${BAR}"
        rx="3"
        fill="${palette.accent}"
      />`,
      fits
        ? text(end - 8, y + 17, label, { fill: palette.onAccent, anchor: 'end', size: 12, isBold: true })
        : text(end + 8, y + 17, label, { fill: palette.text, size: 12, isBold: true }),
      text(endAll, y + 17, step.rateTotal.text, { fill: palette.text, anchor: 'end', isBold: true }),
      columns.change > 0 && drawChange(endAll + columns.change - 6, y + 17, step.changeTotal, palette),
      columns.step > 0 &&
        text(endStep, y + 17, index === 0 ? '–' : step.rateStep.text, { fill: palette.muted, anchor: 'end' }),
      next !== undefined && drawLoss(step, next, y + BAR, x),
    ];
  });

  function drawLoss(step: FunnelStep, next: FunnelStep, y: number, scale: (value: number) => number): SafeHtml {
    const [from, to] = [step.reached.value ?? 0, next.reached.value ?? 0];
    const [a, b] = [scale(from), scale(to)];
    const color = next.isWorst ? palette.badSoft : palette.accentSoft;
    const lost = from - to;
    const share = from === 0 ? '' : ` (${format.signed(-lost / from, false)})`;
    const pending = step.pending.value ?? 0;
    const parts = [
      `−${format.value(lost, 'short')}${share}`,
      ...(next.isWorst ? [words.page.mostLost] : []),
      ...(pending > 0 ? [words.page.mayCome(step.pending.text)] : []),
    ];
    return html`<path
        d="M${round(nameWidth)} ${round(y)}H${round(a)}L${round(Math.max(b, nameWidth + 1))} ${round(y + LOSS)}H${round(nameWidth)}Z"
        fill="${color}"
      />
      ${text(nameWidth + 8, y + 15, fitText(parts.join(' · '), canvas.width - nameWidth - 8), { fill: next.isWorst ? palette.bad : palette.muted, size: 10.5, isBold: next.isWorst })}`;
  }

  const summary = steps
    .map(({ title, reached, rateTotal }) => `${title}: ${reached.text} (${rateTotal.text})`)
    .join('; ');
  return drawing(canvas, summary, [
    text(0, 10, words.page.step, { fill: palette.muted }),
    text(endAll, 10, words.page.ofAll, { fill: palette.muted, anchor: 'end' }),
    columns.step > 0 && text(endStep, 10, words.page.stepRate, { fill: palette.muted, anchor: 'end' }),
    rows,
  ]);
}
