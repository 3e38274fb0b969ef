import { html, type Markup } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { FunnelStep, SectionContent } from '../document/document.js';
import type { Format } from '../words/format.js';
import type { Words } from '../words/words.js';
import { changeMark, cut, meter, paint } from './mail-blocks.js';

type Content<T extends SectionContent['type']> = Extract<SectionContent, { readonly type: T }>;

interface Language {
  readonly words: Words;
  readonly format: Format;
}

/** Each bar below its name and its numbers; the first column is the one that is drawn. */
export function barsMarkup({ columns, bars }: Content<'bars'>): SafeHtml {
  const most = Math.max(...bars.map(({ figures }) => figures[0]?.value ?? 0), 1e-9);
  const isSingle = columns.length === 1;
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0">
    ${
      !isSingle &&
      html`<tr>
        <td></td>
        ${columns.map((title) => html`<td align="right" ${paint(['muted'], 'font-size:12px;line-height:17px;font-weight:600')}>${title}</td>`)}
      </tr>`
    }
    ${bars.map(
      ({ title, figures, changes }) =>
        html`<tr>
            <td ${paint(['text'], 'font-size:14px;line-height:20px;padding-top:7px')}>${cut(title)}</td>
            ${figures.map((figure, index) => html`<td align="right" style="white-space:nowrap;padding:7px 0 0 10px"><span ${paint(['text'], 'font-size:14px;line-height:20px;font-weight:600')}>${figure.text}</span> ${changeMark(changes[index])}</td>`)}
          </tr>
          <tr>
            <td colspan="${columns.length + 1}" style="padding:2px 0 0">${meter((figures[0]?.value ?? 0) / most)}</td>
          </tr>`,
    )}
  </table>`;
}

/** How many are lost on the way to the next step, in words. */
function lossMarkup(step: FunnelStep, next: FunnelStep, { words, format }: Language): SafeHtml {
  const [from, to] = [step.reached.value ?? 0, next.reached.value ?? 0];
  const share = from === 0 ? '' : ` (${format.signed(-(from - to) / from, false)})`;
  const parts = [
    `−${format.value(from - to, 'short')}${share}`,
    ...(next.isWorst ? [words.page.mostLost] : []),
    ...((step.pending.value ?? 0) > 0 ? [words.page.mayCome(step.pending.text)] : []),
  ];
  const style = `font-size:12px;line-height:17px;padding:3px 0 6px${next.isWorst ? ';font-weight:600' : ''}`;
  return html`<tr>
    <td colspan="3" ${paint([next.isWorst ? 'bad' : 'muted'], style)}>${parts.join(' · ')}</td>
  </tr>`;
}

export function funnelMarkup({ groups }: Content<'funnel'>, page: Language): Markup {
  return groups.map(({ title, steps }) => {
    const first = Math.max(steps[0]?.reached.value ?? 0, 1e-9);
    return [
      title !== '' && html`<h3 ${paint(['text'], 'font-size:15px;line-height:22px;margin:12px 0 2px')}>${title}</h3>`,
      html`<table width="100%" cellpadding="0" cellspacing="0" border="0">
        ${steps.map((step, index) => {
          const next = steps[index + 1];
          return html`<tr>
              <td ${paint(['text'], 'font-size:14px;line-height:20px;font-weight:600')}>${step.title}</td>
              <td
                align="right"
                ${paint(['text'], 'font-size:14px;line-height:20px;font-weight:600;white-space:nowrap')}
              >
                ${step.reached.text}
              </td>
              <td
                align="right"
                width="150"
                ${paint(['muted'], 'font-size:13px;line-height:20px;white-space:nowrap;padding-left:10px')}
              >
                ${step.rateTotal.text} ${changeMark(step.changeTotal)}
              </td>
            </tr>
            <tr>
              <td colspan="3" style="padding:2px 0 ${next === undefined ? '0' : '2px'}">
                ${meter((step.reached.value ?? 0) / first)}
              </td>
            </tr>
            ${next !== undefined && lossMarkup(step, next, page)}`;
        })}
      </table>`,
    ];
  });
}
