import { changeText } from '../charts/change-mark.js';
import { aboutEntries } from '../document/about-entries.js';
import type { Change, DocumentSection, ReportDocument, SectionContent } from '../document/document.js';
import type { Block } from '../document/markdown.js';
import { busiestHours, leadingNames, seriesNumbers } from './chart-numbers.js';
import type { MailPage } from './mail-sections.js';
import type { RenderedMail } from './rendered-mail.js';

/** Characters of a line of prose. */
const WIDTH = 72;

/** Longest cell of a column. */
const MAX_CELL = 28;

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
const lengthOf = (text: string): number => [...SEGMENTER.segment(text)].length;

const cutTo = (text: string, length: number): string =>
  lengthOf(text) <= length
    ? text
    : `${[...SEGMENTER.segment(text)]
        .slice(0, length - 1)
        .map(({ segment }) => segment)
        .join('')}…`;

/** Breaks at blanks; a word that is longer than a line stays whole. */
export function wrap(text: string, indent = ''): string {
  const result: string[] = [];
  for (const line of text.split('\n')) {
    let current = '';
    for (const word of line.split(/ +/)) {
      if (current !== '' && lengthOf(current) + 1 + lengthOf(word) > WIDTH - indent.length) {
        result.push(current);
        current = word;
      } else current = current === '' ? word : `${current} ${word}`;
    }
    result.push(current);
  }
  return result.map((line, index) => (index === 0 ? line : indent + line)).join('\n');
}

/** Columns beneath each other: the first to the left, the others to the right. */
function columnsOf(rows: readonly (readonly string[])[], isRight: (column: number) => boolean): string {
  const cut = rows.map((cells) =>
    cells.map((text, column) => {
      const line = text.replaceAll('\n', ' ');
      // Nothing stands behind the last one.
      return column === cells.length - 1 && !isRight(column) ? line : cutTo(line, MAX_CELL);
    }),
  );
  const widths = (cut[0] ?? []).map((_, column) => Math.max(...cut.map((cells) => lengthOf(cells[column] ?? ''))));
  return cut
    .map((cells) =>
      cells
        .map((text, column) => {
          const blanks = ' '.repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(text)));
          return isRight(column) ? blanks + text : text + blanks;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const changeOf = (change: Change | undefined): string => (change === undefined ? '' : changeText(change));

function blockText(block: Block): string {
  const plain = (inlines: readonly { readonly text: string; readonly link?: string | undefined }[]): string =>
    inlines.map(({ text, link }) => (link === undefined || link === text ? text : `${text} (${link})`)).join('');
  if (block.type !== 'list') return wrap(plain(block.inlines));
  return block.items
    .map((item, index) => wrap(`${block.isOrdered ? `${index + 1}.` : '-'} ${plain(item)}`, '  '))
    .join('\n');
}

type Content<T extends SectionContent['type']> = Extract<SectionContent, { readonly type: T }>;

function tableText(
  { columns, rows }: Extract<SectionContent, { readonly type: 'table' }>,
  { maxRows, mailWords }: MailPage,
): string {
  const shown = rows.slice(0, maxRows);
  const more = shown.length < rows.length ? [mailWords.moreRows(shown.length, rows.length)] : [];
  const text = ({ text: cell, change }: (typeof rows)[number][number]): string =>
    [cell, changeOf(change)].filter((part) => part !== '').join(' ');
  const table = columnsOf(
    [columns.map(({ title }) => title), ...shown.map((cells) => cells.map(text))],
    (column) => columns[column]?.align === 'right',
  );
  if (Math.max(...table.split('\n').map(lengthOf)) <= WIDTH + 8) return [table, ...more].join('\n');
  // Too wide for a line: a block for each row.
  const names = leadingNames(columns);
  const blocks = shown.map((cells) => {
    const title = cells.slice(0, names).map(({ text: name }) => name);
    const numbers = cells
      .slice(names)
      .map((cell, index) => [`  ${columns[names + index]?.title ?? ''}`, cell.text, changeOf(cell.change)]);
    return [title.join(' · '), columnsOf(numbers, (column) => column > 0)].join('\n');
  });
  return [...blocks, ...more].join('\n');
}

function tilesText({ tiles }: Content<'kpis'>, { words }: MailPage): string {
  return columnsOf(
    tiles.map(({ title, figure, previous, change }) => [
      title,
      figure.text,
      changeOf(change),
      previous === undefined ? '' : `(${words.page.was} ${previous.text})`,
    ]),
    (column) => column > 0,
  );
}

function barsText({ columns, bars }: Content<'bars'>): string {
  const head = columns.length === 1 ? [] : [['', ...columns.flatMap((title) => [title, ''])]];
  const rows = bars.map(({ title, figures, changes }) => [
    title,
    ...figures.flatMap((figure, index) => [figure.text, changeOf(changes[index])]),
  ]);
  return columnsOf([...head, ...rows], (column) => column > 0);
}

function funnelText({ groups }: Content<'funnel'>, { words }: MailPage): string {
  const texts = groups.map(({ title, steps }) => {
    const rows = steps.map((step) => [
      step.title,
      step.reached.text,
      step.rateTotal.text,
      changeOf(step.changeTotal),
      step.isWorst ? `<- ${words.page.mostLost}` : '',
    ]);
    const table = columnsOf(rows, (column) => column > 0 && column < 4);
    return title === '' ? table : `${title}\n${table}`;
  });
  return texts.join('\n\n');
}

function findingsText({ findings, caveat }: Content<'findings'>): string {
  const texts = findings.map(({ headline, rest }) => wrap(`- ${headline} ${rest}`, '  '));
  return [...texts, ...(caveat === undefined ? [] : [wrap(caveat)])].join('\n');
}

function seriesText(content: Content<'series'>, { format, mailWords }: MailPage): string {
  const { columns, rows } = seriesNumbers(content, format, mailWords);
  const cells = rows.map(({ title, cells: numbers }) => [
    title,
    ...numbers.map(({ text, below }) => (below === '' ? text : `${text} (${below})`)),
  ]);
  return columnsOf([['', ...columns], ...cells], (column) => column > 0);
}

function contentText(content: SectionContent, page: MailPage): string {
  switch (content.type) {
    case 'text':
      return content.blocks.map(blockText).join('\n\n');
    case 'findings':
      return findingsText(content);
    case 'kpis':
      return tilesText(content, page);
    case 'table':
      return tableText(content, page);
    case 'bars':
      return barsText(content);
    case 'funnel':
      return funnelText(content, page);
    case 'series':
      return seriesText(content, page);
    case 'heatmap':
      return wrap(`${page.mailWords.mostAt}: ${busiestHours(content).join(' · ')}`);
    case 'page_break':
      return '';
  }
}

const underlined = (title: string, mark: string): string =>
  `${title}\n${mark.repeat(Math.min(WIDTH, lengthOf(title)))}`;

function sectionText(section: DocumentSection, page: MailPage): string {
  const { title, subtitle, note, state, reason, content, limits } = section;
  const heading = [title, subtitle].filter((part) => part !== undefined && part !== '').join(', ');
  const body = state === 'ok' && content !== undefined ? contentText(content, page) : wrap(reason ?? '');
  return [
    ...(heading === '' ? [] : [underlined(heading, '-')]),
    body,
    ...[...(note === undefined ? [] : [note]), ...limits].map((one) => wrap(one)),
  ].join('\n');
}

/** The same report as plain text, in the same three parts as its HTML. */
export function mailText(document: ReportDocument, page: MailPage): RenderedMail['text'] {
  const { words, mailWords } = page;
  const { title, account, period, comparison, isIncomplete, isEmpty, reconciliationText, branding } = document;
  const top = [
    underlined(title, '='),
    account,
    period.text,
    ...(comparison === undefined ? [] : [`${words.page.comparedWith} ${comparison.text}`]),
  ];
  const about = [
    underlined(words.titles.about, '-'),
    ...aboutEntries(document).map(([name, value]) => wrap(`${name}: ${value}`, '  ')),
    ...reconciliationText.map((line) => wrap(line, '  ')),
    ...document.limits.map((line) => wrap(line, '  ')),
    ...(branding?.footer === undefined ? [] : [branding.footer]),
  ];
  const report = [
    ...(isIncomplete ? [wrap(mailWords.incompleteNote)] : []),
    ...(isEmpty ? [wrap(words.state.emptyReport)] : []),
    ...document.sections.filter(({ kind }) => kind !== 'page_break').map((section) => sectionText(section, page)),
    about.join('\n'),
  ];
  return { top: `${top.join('\n')}\n`, report: `\n${report.join('\n\n')}\n`, end: '' };
}
