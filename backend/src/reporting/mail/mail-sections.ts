import { html, type Markup } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import type { DocumentSection, SectionContent, TableCell, TableColumn, Tile } from '../document/document.js';
import type { Format } from '../words/format.js';
import type { MailWords } from '../words/mail-words.js';
import type { Words } from '../words/words.js';
import { busiestHours, leadingNames, seriesNumbers, type ChartNumbers } from './chart-numbers.js';
import { barsMarkup, funnelMarkup } from './mail-bars.js';
import { blockMarkup, changeMark, cut, FONT_STYLE, LAYOUT, note, paint, row } from './mail-blocks.js';
import type { MailImage } from './rendered-mail.js';

/** How sections are written, and how many rows of a table there is room for. */
export interface MailPage {
  readonly words: Words;
  readonly mailWords: MailWords;
  readonly format: Format;
  readonly maxRows: number;
  readonly images: ReadonlyMap<DocumentSection, MailImage>;
}

type Content<T extends SectionContent['type']> = Extract<SectionContent, { readonly type: T }>;

function findingsMarkup({ findings, caveat }: Content<'findings'>): Markup {
  const items = findings.map(
    ({ tone, headline, rest }) =>
      html`<tr>
        <td valign="top" width="16" ${paint([tone === 'neutral' ? 'accent' : tone], 'font-size:15px;line-height:23px')}>
          &#8226;
        </td>
        <td ${paint(['text'], 'font-size:15px;line-height:23px;padding-bottom:6px')}>
          <strong>${headline}</strong> ${rest}
        </td>
      </tr>`,
  );
  return [
    items.length > 0 &&
      html`<table ${LAYOUT}>
        ${items}
      </table>`,
    caveat !== undefined && note(caveat),
  ];
}

/** Two beside each other, on a telephone, too. */
function tilesMarkup({ tiles }: Content<'kpis'>, { words }: MailPage): SafeHtml {
  const cell = (tile: Tile | undefined): SafeHtml => {
    if (tile === undefined) return html`<td width="49%"></td>`;
    const { title, figure, previous, change } = tile;
    return html`<td
      width="49%"
      valign="top"
      ${paint(['soft', 'line'], 'border-width:1px;border-style:solid;border-radius:10px;padding:12px 14px')}
    >
      <div ${paint(['muted'], 'font-size:13px;line-height:18px')}>${title}</div>
      <div ${paint(['text'], 'font-size:24px;line-height:32px;font-weight:700')}>
        <span class="value">${figure.text}</span>
      </div>
      ${previous !== undefined && html`<div ${paint(['muted'], 'font-size:13px;line-height:19px')}>${changeMark(change)} ${words.page.was} ${previous.text}</div>`}
    </td>`;
  };
  const pairs = Array.from({ length: Math.ceil(tiles.length / 2) }, (_, index) =>
    tiles.slice(index * 2, index * 2 + 2),
  );
  return html`<table ${LAYOUT}>
    ${pairs.map(
      ([left, right], index) =>
        html`${
            index > 0 &&
            html`<tr>
              <td colspan="3" style="height:10px;line-height:10px;font-size:1px">&nbsp;</td>
            </tr>`
          }
          <tr>
            ${cell(left)}
            <td width="2%" style="font-size:1px">&nbsp;</td>
            ${cell(right)}
          </tr>`,
    )}
  </table>`;
}

const HEAD = 'font-size:12px;line-height:17px;font-weight:600;padding:6px 5px;border-width:0 0 1px;border-style:solid';
const CELL = 'font-size:14px;line-height:20px;padding:7px 5px;border-width:0 0 1px;border-style:solid';

const headCell = (title: string, align: 'left' | 'right', further = ''): SafeHtml =>
  html`<th align="${align}" valign="bottom" scope="col" ${paint(['muted', 'soft', 'line'], HEAD, further)}>
    ${title}
  </th>`;

/** Columns beyond which a table is no longer read on a telephone. */
const MAX_COLUMNS = 4;

/** A table of few columns. */
function narrowTable(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): SafeHtml {
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0">
    <thead>
      <tr>
        ${columns.map(({ title, align }) => headCell(title, align))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map(({ text, change }, index) => html`<td align="${columns[index]?.align ?? 'left'}" valign="top" ${paint(['text', 'line'], CELL)}>${cut(text)}${change !== undefined && html`<br />${changeMark(change)}`}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A table of many columns: each row is a block with its names above and its numbers in pairs. */
function wideTable(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): SafeHtml {
  const names = leadingNames(columns);
  return html`<table ${LAYOUT}>
    ${rows.map((cells) => {
      const title = cells.slice(0, names).map(({ text }) => cut(text));
      const figures = cells
        .slice(names)
        .map((cell, index) => ({ ...cell, title: columns[names + index]?.title ?? '' }));
      const pairs = Array.from({ length: Math.ceil(figures.length / 2) }, (_, at) => figures.slice(at * 2, at * 2 + 2));
      return html`<tr>
        <td ${paint(['line'], 'border-width:0 0 1px;border-style:solid;padding:10px 0')}>
          <div ${paint(['text'], 'font-size:15px;line-height:22px;font-weight:600;word-break:break-word')}>
            ${title.join(' · ')}
          </div>
          <table ${LAYOUT}>
            ${pairs.map(
              (pair) =>
                html`<tr>
                  ${pair.map(({ title, text, change }) => html`<td width="50%" valign="top" ${paint(['muted'], 'font-size:13px;line-height:20px;padding:2px 10px 2px 0')}>${title}: <span ${paint(['text'], 'font-weight:600')}>${cut(text)}</span> ${changeMark(change)}</td>`)}
                  ${pair.length === 1 && html`<td width="50%"></td>`}
                </tr>`,
            )}
          </table>
        </td>
      </tr>`;
    })}
  </table>`;
}

function tableMarkup({ columns, rows }: Content<'table'>, { maxRows, mailWords }: MailPage): Markup {
  const shown = rows.slice(0, maxRows);
  return [
    columns.length <= MAX_COLUMNS ? narrowTable(columns, shown) : wideTable(columns, shown),
    shown.length < rows.length && note(mailWords.moreRows(shown.length, rows.length)),
  ];
}

const imageMarkup = (image: MailImage | undefined): Markup =>
  image !== undefined &&
  html`<img
    src="cid:${image.cid}"
    width="${image.width}"
    height="${image.height}"
    alt="${image.alt}"
    ${paint(['muted'], 'display:block;width:100%;max-width:552px;height:auto;font-size:13px;line-height:19px;border-radius:8px')}
  />`;

const numbersMarkup = ({ columns, rows }: ChartNumbers): SafeHtml =>
  html`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:8px">
    <thead>
      <tr>
        ${headCell('', 'left')}${columns.map((title) => headCell(title, 'right', 'num'))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ title, cells }) =>
          html`<tr>
            <td valign="top" ${paint(['text', 'line'], CELL, 'num')}>${cut(title)}</td>
            ${cells.map(({ text, below }) => html`<td align="right" valign="top" ${paint(['text', 'line'], CELL, 'num')}>${text}${below !== '' && html`<br /><span ${paint(['muted'], 'font-size:12px;white-space:nowrap')}>${below}</span>`}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

function contentMarkup(section: DocumentSection, content: SectionContent, page: MailPage): Markup {
  const { mailWords, format, images } = page;
  switch (content.type) {
    case 'text':
      return content.blocks.map(blockMarkup);
    case 'findings':
      return findingsMarkup(content);
    case 'kpis':
      return tilesMarkup(content, page);
    case 'table':
      return tableMarkup(content, page);
    case 'bars':
      return barsMarkup(content);
    case 'funnel':
      return funnelMarkup(content, page);
    case 'series':
      return [imageMarkup(images.get(section)), numbersMarkup(seriesNumbers(content, format, mailWords))];
    case 'heatmap': {
      const busiest = busiestHours(content);
      return [
        imageMarkup(images.get(section)),
        busiest.length > 0 && note(`${mailWords.mostAt}: ${busiest.join(' · ')}`),
      ];
    }
    case 'page_break':
      return undefined;
  }
}

/** A section as a row of the mail; breaks of pages are nothing. */
export function mailSection(section: DocumentSection, page: MailPage): Markup {
  if (section.kind === 'page_break') return undefined;
  const { title, subtitle, note: own, state, reason, content, limits } = section;
  const body =
    state === 'ok' && content !== undefined
      ? contentMarkup(section, content, page)
      : html`<div
          ${paint(state === 'failed' ? ['bad', 'badSoft'] : ['muted', 'soft'], 'border-radius:8px;padding:12px 14px;font-size:14px;line-height:20px')}
        >
          ${reason ?? ''}
        </div>`;
  const heading =
    title !== '' &&
    html`<h2 ${paint(['text'], `${FONT_STYLE};font-size:18px;line-height:25px;font-weight:700;margin:0 0 10px`)}>
      ${title}${subtitle !== undefined && html` <span ${paint(['muted'], 'font-size:13px;font-weight:400')}>${subtitle}</span>`}
    </h2>`;
  return row([heading, body, own !== undefined && note(own), limits.map(note)], 'padding:26px 24px 0');
}
