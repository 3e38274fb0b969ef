import { html, type Markup } from '../../lib/html/html.js';
import { SafeHtml } from '../../lib/html/safe-html.js';
import { changeText } from '../charts/change-mark.js';
import type { Change } from '../document/document.js';
import type { Block, Inline } from '../document/markdown.js';
import { colorStyle, FONT, type ColorClass } from './mail-styles.js';

/** The class and the inline style of an element: light colours stand in it, dark ones come with the class. */
export const paint = (classes: readonly ColorClass[], style = '', further = ''): SafeHtml =>
  SafeHtml.trusted(
    `class="${[...classes, further].join(' ').trim()}" style="${[colorStyle(...classes), style].filter((one) => one !== '').join(';')}"`,
  );

/** A table that only lays out, which programs for the blind do not read as one. */
export const LAYOUT = SafeHtml.trusted('role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"');

export const FONT_STYLE = `font-family:${FONT}`;

/** Longest text of a cell; the files have all of it. */
const MAX_CELL = 160;
export const cut = (text: string): string => (text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL)}…`);

export const changeMark = (change: Change | undefined): Markup =>
  change !== undefined &&
  html`<span
    ${paint([change.tone === 'neutral' ? 'muted' : change.tone], 'font-size:13px;font-weight:600;white-space:nowrap')}
    >${changeText(change)}</span
  >`;

/** A row across the card. */
export const row = (content: Markup, style = 'padding:0 24px'): SafeHtml =>
  html`<tr>
    <td class="pad" style="${style}">${content}</td>
  </tr>`;

/** A bar of a share of the width. @param share 0 to 1 */
export function meter(share: number): SafeHtml {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const cell = 'height:8px;line-height:8px;font-size:1px';
  return html`<table ${LAYOUT}>
    <tr>
      ${percent > 0 && html`<td width="${percent}%" ${paint(['bar'], `${cell};border-radius:4px`)}>&nbsp;</td>`}
      ${percent < 100 && html`<td width="${100 - percent}%" style="${cell}">&nbsp;</td>`}
    </tr>
  </table>`;
}

export const note = (text: string): SafeHtml =>
  html`<div ${paint(['muted'], 'font-size:13px;line-height:19px;padding-top:8px')}>${lines(text)}</div>`;

/** Ends of lines stay where they are. */
export const lines = (text: string): Markup =>
  text.split('\n').flatMap((part, index): Markup[] => (index === 0 ? [part] : [html`<br />`, part]));

function inlineMarkup({ text, isBold, isEmphasized, isCode, link }: Inline): Markup {
  let markup: Markup = lines(text);
  if (isCode) markup = html`<code>${markup}</code>`;
  if (isEmphasized) markup = html`<em>${markup}</em>`;
  if (isBold) markup = html`<strong>${markup}</strong>`;
  return link === undefined ? markup : html`<a href="${link}" ${paint(['accent'])}>${markup}</a>`;
}

export function blockMarkup(block: Block): Markup {
  if (block.type === 'list') {
    const items = block.items.map((item) => html`<li style="margin:0 0 4px">${item.map(inlineMarkup)}</li>`);
    const style = paint(['text'], 'margin:0 0 10px;padding-left:22px');
    return block.isOrdered
      ? html`<ol ${style}>
          ${items}
        </ol>`
      : html`<ul ${style}>
          ${items}
        </ul>`;
  }
  const inner = block.inlines.map(inlineMarkup);
  if (block.type === 'paragraph') return html`<p ${paint(['text'], 'margin:0 0 10px')}>${inner}</p>`;
  return html`<h3 ${paint(['text'], 'font-size:16px;line-height:22px;margin:6px 0')}>${inner}</h3>`;
}
