import { html, type Markup } from '../../lib/html/html.js';
import { SafeHtml } from '../../lib/html/safe-html.js';
import { barsChart, barsHeight } from '../charts/bars-chart.js';
import { changeText } from '../charts/change-mark.js';
import { chartRows } from '../charts/chart-rows.js';
import { funnelChart, funnelHeight } from '../charts/funnel-chart.js';
import { HEATMAP_HEIGHT, heatmapChart } from '../charts/heatmap-chart.js';
import { PAGE_PALETTE } from '../charts/palette.js';
import { seriesChart } from '../charts/series-chart.js';
import type { ChartStyle } from '../charts/series-frame.js';
import { sparkline } from '../charts/sparkline.js';
import type {
  Change,
  DocumentSection,
  ReportDocument,
  SectionContent,
  TableCell,
  TableColumn,
} from '../document/document.js';
import type { Block, Inline } from '../document/markdown.js';
import { Format } from '../words/format.js';
import type { Words } from '../words/words.js';
import { wordsOf } from '../words/words-of.js';
import { aboutMarkup } from './about.js';
import { pageStyles } from './styles.js';

const FONTS = "Inter,'Noto Sans',system-ui,sans-serif";

/** Widths that a chart is drawn for: a desk, half of one, a phone. */
const WIDTHS = { wide: 840, half: 402, narrow: 350 } as const;

interface Page {
  readonly words: Words;
  readonly format: Format;
}

const styleOf = ({ words, format }: Page, width: number, height: number): ChartStyle => ({
  canvas: { width, height, fonts: FONTS },
  palette: PAGE_PALETTE,
  words,
  format,
});

/** A chart for a desk and one for a phone; the style sheet shows the one that fits. */
const both = (draw: (width: number) => Markup, isHalf: boolean): SafeHtml =>
  html`<div class="wide">${draw(isHalf ? WIDTHS.half : WIDTHS.wide)}</div>
    <div class="narrow">${draw(WIDTHS.narrow)}</div>`;

const changeMark = (change: Change | undefined): Markup =>
  change !== undefined && html`<span class="change ${change.tone}">${changeText(change)}</span>`;

function inlineMarkup({ text, isBold, isEmphasized, isCode, link }: Inline): Markup {
  let markup: Markup = text.split('\n').flatMap((part, index) => (index === 0 ? [part] : [html`<br />`, part]));
  if (isCode) markup = html`<code>${markup}</code>`;
  if (isEmphasized) markup = html`<em>${markup}</em>`;
  if (isBold) markup = html`<strong>${markup}</strong>`;
  return link === undefined ? markup : html`<a href="${link}" rel="noopener noreferrer">${markup}</a>`;
}

function blockMarkup(block: Block): Markup {
  if (block.type === 'list') {
    const items = block.items.map((item) => html`<li>${item.map(inlineMarkup)}</li>`);
    return block.isOrdered
      ? html`<ol>
          ${items}
        </ol>`
      : html`<ul>
          ${items}
        </ul>`;
  }
  const inner = block.inlines.map(inlineMarkup);
  if (block.type === 'paragraph') return html`<p>${inner}</p>`;
  return block.level === 2 ? html`<h2>${inner}</h2>` : html`<h3>${inner}</h3>`;
}

/** Cells of the column that orders the table have a bar, so that sizes are seen at once. */
function cellMarkup(cell: TableCell, column: TableColumn | undefined, isMeasured: boolean): SafeHtml {
  const max = column?.max ?? 0;
  const share = typeof cell.value === 'number' && max > 0 ? Math.max(0, cell.value / max) : 0;
  const meter =
    isMeasured &&
    html`<span class="meter" aria-hidden="true"><i style="width:${(share * 100).toFixed(1)}%"></i></span>`;
  return html`<td class="${column?.align ?? 'left'}">${cell.text}${changeMark(cell.change)}${meter}</td>`;
}

function tableMarkup(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  { words }: Page,
): SafeHtml {
  const measured = columns.findIndex(({ align, max }) => align === 'right' && (max ?? 0) > 0);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th><abbr title="${words.page.number}" style="text-decoration:none">#</abbr></th>
          ${columns.map(({ title, align }) => html`<th class="${align}" scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) =>
            html`<tr>
              <td class="index">${index + 1}</td>
              ${row.map((cell, at) => cellMarkup(cell, columns[at], at === measured))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function contentMarkup(content: SectionContent, page: Page, isHalf: boolean): Markup {
  switch (content.type) {
    case 'text':
      return content.blocks.map(blockMarkup);
    case 'findings':
      return [
        content.findings.length > 0 &&
          html`<ul class="findings">
            ${content.findings.map(({ tone, headline, rest }) => html`<li class="${tone}"><strong>${headline}</strong> ${rest}</li>`)}
          </ul>`,
        content.caveat !== undefined && html`<p class="caveat">${content.caveat}</p>`,
      ];
    case 'kpis':
      return html`<div class="tiles">
        ${content.tiles.map(
          ({ title, figure, previous, change, spark }) =>
            html`<div class="tile">
              <div class="name">${title}</div>
              <div class="value">${figure.text}</div>
              <div>${sparkline(spark, { width: 78, height: 26 }, PAGE_PALETTE)}</div>
              ${previous !== undefined && html`<div class="was">${changeMark(change)}${page.words.page.was} ${previous.text}</div>`}
            </div>`,
        )}
      </div>`;
    case 'table':
      return tableMarkup(content.columns, content.rows, page);
    case 'page_break':
      return undefined;
    default:
      return chartMarkup(content, page, isHalf);
  }
}

type Chart = Extract<SectionContent, { readonly type: 'series' | 'bars' | 'heatmap' | 'funnel' }>;

function chartMarkup(content: Chart, page: Page, isHalf: boolean): Markup {
  switch (content.type) {
    case 'series':
      return both((width) => seriesChart(content, styleOf(page, width, isHalf ? 230 : 270)), isHalf);
    case 'bars':
      return both(
        (width) =>
          barsChart(content, styleOf(page, width, barsHeight(content, { palette: PAGE_PALETTE, words: page.words }))),
        isHalf,
      );
    case 'heatmap':
      return both((width) => heatmapChart(content, styleOf(page, width, HEATMAP_HEIGHT)), false);
    case 'funnel':
      return content.groups.map(({ title, steps }) => [
        title !== '' && html`<h3>${title}</h3>`,
        both((width) => funnelChart(steps, styleOf(page, width, funnelHeight(steps.length))), false),
      ]);
  }
}

function sectionMarkup(section: DocumentSection, page: Page, isHalf: boolean): Markup {
  if (section.kind === 'page_break') return html`<div class="page-break"></div>`;
  const { title, subtitle, note, state, reason, content, limits } = section;
  const body =
    state === 'failed'
      ? html`<p class="failed">${reason ?? ''}</p>`
      : state === 'empty' || content === undefined
        ? html`<p class="empty">${reason ?? ''}</p>`
        : contentMarkup(content, page, isHalf);
  return html`<section>
    ${title !== '' && html`<h2>${title}${subtitle !== undefined && html` <small>${subtitle}</small>`}</h2>`} ${body}
    ${note !== undefined && html`<p class="note">${note}</p>`}
    ${limits.map((limit) => html`<p class="note">${limit}</p>`)}
  </section>`;
}

/** A report as a page of its own: one file without scripts or anything from elsewhere. */
export function reportPage(document: ReportDocument): string {
  const words = wordsOf(document.locale);
  const page: Page = { words, format: new Format(document.locale, document.timezone) };
  const { branding, period, comparison } = document;
  const styles = SafeHtml.trusted(pageStyles(branding?.color));
  return html`<!doctype html>
    <html lang="${document.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="generator" content="Callsight ${document.serviceVersion}" />
        <title>${document.title} · ${period.text}</title>
        <style>
          ${styles}
        </style>
      </head>
      <body>
        <main>
          <header>
            <div>
              <div class="account">${document.account}</div>
              <h1>${document.title}</h1>
              <div class="period">
                ${period.text}${comparison !== undefined && html` <span>${words.page.comparedWith} ${comparison.text}</span>`}
              </div>
            </div>
            ${branding?.logo !== undefined && html`<img src="${branding.logo}" alt="${document.account}" />`}
          </header>
          ${document.isEmpty && html`<section><p class="empty">${words.state.emptyReport}</p></section>`}
          ${chartRows(document.sections).map((row) =>
            row.length === 1
              ? row.map((section) => sectionMarkup(section, page, false))
              : html`<div class="pair">${row.map((section) => sectionMarkup(section, page, true))}</div>`,
          )}
          ${aboutMarkup(document, words)}
          <footer>
            ${words.page.generated} ${document.generated.text} · ${words.page.timesIn(document.timezone)} ·
            ${words.page.dataUpTo}
            ${document.dataUpTo.text}${branding?.footer !== undefined && html` · ${branding.footer}`}
          </footer>
        </main>
      </body>
    </html> `.text.trimStart();
}
