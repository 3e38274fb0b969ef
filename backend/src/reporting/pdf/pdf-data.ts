import { barsChart, barsHeight } from '../charts/bars-chart.js';
import { changeText } from '../charts/change-mark.js';
import { funnelChart, funnelHeight } from '../charts/funnel-chart.js';
import { HEATMAP_HEIGHT, heatmapChart } from '../charts/heatmap-chart.js';
import { printPalette, readableOn, type Palette } from '../charts/palette.js';
import { chartRows } from '../charts/chart-rows.js';
import { seriesChart } from '../charts/series-chart.js';
import type { ChartStyle } from '../charts/series-frame.js';
import { sparkline } from '../charts/sparkline.js';
import { aboutEntries } from '../document/about-entries.js';
import type { Change, DocumentSection, ReportDocument, SectionContent } from '../document/document.js';
import type { Inline } from '../document/markdown.js';
import { Format } from '../words/format.js';
import { wordsOf } from '../words/words-of.js';
import type { Words } from '../words/words.js';
import type { Fonts } from './fonts.js';

/** Width between the margins of A4 in the pixels of charts: 178 mm at 96 dpi, of which a chart is drawn a little larger. */
const WIDTHS = { whole: 720, half: 345 } as const;

interface Page {
  readonly words: Words;
  readonly format: Format;
  readonly palette: Palette;
  readonly fonts: string;
}

const styleOf = ({ words, format, palette, fonts }: Page, width: number, height: number): ChartStyle => ({
  canvas: { width, height, fonts },
  palette,
  words,
  format,
});

/** The text of a drawing for those who do not see it, from the drawing itself. */
const drawn = (title: string, svg: { readonly text: string }) => ({
  title,
  svg: svg.text,
  alt: /aria-label="([^"]*)"/.exec(svg.text)?.[1] ?? title,
});

const changeOf = (change: Change | undefined) =>
  change === undefined ? null : { tone: change.tone, text: changeText(change) };

const inline = ({ text, isBold, isEmphasized, isCode, link }: Inline) => ({
  text,
  bold: isBold,
  emph: isEmphasized,
  code: isCode,
  link: link ?? null,
});

/** Letters that a column is wide enough for at the least, and beyond which its texts break. */
const WEIGHT = { min: 6, max: 30 } as const;
const METER_LETTERS = 13;

interface PdfCell {
  readonly text: string;
  readonly change: { readonly text: string } | null;
  readonly meter: number | null;
}

/** Columns share the width by their longest cell and the longest word of their title. */
function weightOf(title: string, cells: readonly PdfCell[]): number {
  const longest = Math.max(
    ...title.split(/\s+/).map((word) => word.length),
    ...cells.map(
      ({ text, change, meter }) => text.length + (change?.text.length ?? 0) + (meter === null ? 0 : METER_LETTERS),
    ),
  );
  return Math.min(WEIGHT.max, Math.max(WEIGHT.min, longest + 2));
}

/** A cell is no page; other formats have all of it. */
const MAX_CELL = 300;
const cut = (text: string): string => (text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL)}…`);

function tableOf({ columns, rows }: Extract<SectionContent, { readonly type: 'table' }>) {
  const measured = columns.findIndex(({ align, max }) => align === 'right' && (max ?? 0) > 0);
  const cells = rows.map((row) =>
    row.map(({ text, value, change }, index) => {
      const max = columns[index]?.max ?? 0;
      const meter = index === measured && typeof value === 'number' && max > 0 ? Math.max(0, value / max) : null;
      return { text: cut(text), change: changeOf(change), meter };
    }),
  );
  return {
    number: '#',
    columns: columns.map(({ title, align }, index) => ({
      title,
      right: align === 'right',
      weight: weightOf(
        title,
        cells.flatMap((row) => row[index] ?? []),
      ),
    })),
    rows: cells,
  };
}

function contentOf(section: DocumentSection, page: Page, width: number): object {
  const { content } = section;
  if (content === undefined) return { kind: 'none' };
  switch (content.type) {
    case 'text': {
      const blocks = content.blocks.map((block) =>
        block.type === 'list'
          ? { type: 'list', ordered: block.isOrdered, items: block.items.map((item) => item.map(inline)) }
          : { type: block.type, level: block.type === 'heading' ? block.level : 0, inlines: block.inlines.map(inline) },
      );
      return { kind: 'text', blocks };
    }
    case 'findings':
      return {
        kind: 'findings',
        findings: content.findings.map(({ tone, headline, rest }) => ({ tone, headline, rest })),
        caveat: content.caveat ?? null,
      };
    case 'kpis':
      return {
        kind: 'kpis',
        tiles: content.tiles.map(({ title, figure, previous, change, spark }) => ({
          title,
          value: figure.text,
          previous: previous === undefined ? null : `${page.words.page.was} ${previous.text}`,
          change: changeOf(change),
          spark: sparkline(spark, { width: 78, height: 26 }, page.palette)?.text ?? null,
        })),
      };
    case 'table':
      return { kind: 'table', table: tableOf(content) };
    case 'page_break':
      return { kind: 'page_break' };
    default:
      return { kind: 'charts', charts: chartsOf(content, page, width) };
  }
}

type Chart = Extract<SectionContent, { readonly type: 'series' | 'bars' | 'heatmap' | 'funnel' }>;

function chartsOf(content: Chart, page: Page, width: number) {
  const { words, palette } = page;
  switch (content.type) {
    case 'series':
      return [drawn('', seriesChart(content, styleOf(page, width, width === WIDTHS.half ? 210 : 240)))];
    case 'bars':
      return [drawn('', barsChart(content, styleOf(page, width, barsHeight(content, { palette, words }))))];
    case 'heatmap':
      return [drawn('', heatmapChart(content, styleOf(page, width, HEATMAP_HEIGHT)))];
    case 'funnel':
      return content.groups.map(({ title, steps }) =>
        drawn(title, funnelChart(steps, styleOf(page, width, funnelHeight(steps.length)))),
      );
  }
}

/** Rows of a table that stay on one page. */
const KEPT_ROWS = 14;

function isKept({ content, state }: DocumentSection): boolean {
  if (state !== 'ok' || content === undefined) return true;
  if (content.type === 'table') return content.rows.length <= KEPT_ROWS;
  if (content.type === 'funnel') return content.groups.length === 1;
  return content.type !== 'text';
}

function sectionOf(section: DocumentSection, page: Page, width: number): object {
  const { title, subtitle, note, limits, state, reason } = section;
  return {
    ...contentOf(section, page, width),
    title,
    subtitle: subtitle ?? null,
    reason: state === 'ok' ? null : (reason ?? ''),
    failed: state === 'failed',
    notes: [...(note === undefined ? [] : [note]), ...limits],
    // What is short or a picture is not torn apart.
    keep: isKept(section),
  };
}

function aboutOf(document: ReportDocument, { words }: Page): object {
  const { about, titles, method } = words;
  return {
    title: titles.about,
    entries: aboutEntries(document).map(([name, value]) => ({ name, value })),
    lists: [
      { title: about.reconciliation, items: document.reconciliationText },
      { title: about.limits, items: document.limits },
    ].filter(({ items }) => items.length > 0),
    definitions: {
      title: about.definitions,
      head: [about.metric, about.meaning],
      rows: document.definitions.map(({ id, title, description }) => ({ id, title, description })),
    },
    method,
  };
}

function logoOf(document: ReportDocument): object | null {
  const [, type, data] = /^data:image\/(png|jpeg);base64,(.+)$/.exec(document.branding?.logo ?? '') ?? [];
  if (type === undefined || data === undefined) return null;
  return { format: type === 'png' ? 'png' : 'jpg', bytes: [...Buffer.from(data, 'base64')] };
}

/** When the report was made, in UTC, as Typst takes it; an archive asks for it. */
function dateOf(at: number): Readonly<Record<string, number>> {
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** Everything that the program of the PDF shows, as JSON. */
export function pdfData(document: ReportDocument, { families }: Fonts): object {
  const words = wordsOf(document.locale);
  const palette = printPalette();
  const page: Page = {
    words,
    palette,
    format: new Format(document.locale, document.timezone),
    fonts: families.map((family) => `'${family}'`).join(', '),
  };
  const { branding } = document;
  const band = branding?.color ?? palette.accent;
  const footer = [
    `${words.page.generated} ${document.generated.text}`,
    words.page.timesIn(document.timezone),
    `${words.page.dataUpTo} ${document.dataUpTo.text}`,
    ...(branding?.footer === undefined ? [] : [branding.footer]),
  ].join(' · ');
  const empty = document.isEmpty
    ? [
        [
          {
            kind: 'none',
            title: '',
            subtitle: null,
            reason: words.state.emptyReport,
            failed: false,
            notes: [],
            keep: true,
          },
        ],
      ]
    : [];
  return {
    language: document.language,
    fonts: families,
    title: document.title,
    account: document.account,
    period: document.period.text,
    comparison: document.comparison === undefined ? null : `${words.page.comparedWith} ${document.comparison.text}`,
    footer,
    date: dateOf(document.generated.at),
    logo: logoOf(document),
    colors: {
      text: palette.text,
      muted: palette.muted,
      line: palette.line,
      accent: palette.accent,
      accentSoft: palette.accentSoft,
      good: palette.good,
      bad: palette.bad,
      soft: '#f9fafb',
      band,
      onBand: readableOn(band),
    },
    rows: [
      ...empty,
      ...chartRows(document.sections).map((row) =>
        row.map((section) => sectionOf(section, page, row.length === 1 ? WIDTHS.whole : WIDTHS.half)),
      ),
    ],
    about: aboutOf(document, page),
  };
}
