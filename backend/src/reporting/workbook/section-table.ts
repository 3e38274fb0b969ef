import type { Change, DocumentSection, ReportDocument, SectionContent } from '../document/document.js';
import { printPalette } from '../charts/palette.js';
import type { Words } from '../words/words.js';
import {
  figureCell,
  formatOf,
  numberCell,
  textCell,
  timeCell,
  type SheetCell,
  type SheetTable,
} from './sheet-table.js';

/** What a table needs of the report. */
interface Page {
  readonly document: ReportDocument;
  readonly words: Words;
}

type Content<Type extends SectionContent['type']> = Extract<SectionContent, { readonly type: Type }>;
type Made = Omit<SheetTable, 'name' | 'title'>;

const COLORS: readonly string[] = printPalette().series.map((color) => color.slice(1).toUpperCase());

/** A relative change has arrows in its format, green for what is good and red for what is bad. */
function changeCell(
  change: Change | undefined,
  value: number | null,
  previous: number | null,
  unit: string,
): SheetCell {
  if (change === undefined || value === null || previous === null) return { value: null };
  const amount = unit === 'percentunit' ? (value - previous) * 100 : (value - previous) / Math.abs(previous);
  const number = unit === 'percentunit' ? '0.0 "pts"' : '0.0%';
  const isUpGood = change.tone === 'neutral' ? undefined : (change.tone === 'good') === amount > 0;
  const [up, down] = isUpGood === undefined ? ['', ''] : isUpGood ? ['[Color10]', '[Red]'] : ['[Red]', '[Color10]'];
  return { value: amount, format: `${up}"▲ "${number};${down}"▼ "${number};"±"${number}` };
}

function kpis({ tiles }: Content<'kpis'>, { words }: Page): Made {
  return {
    columns: [words.about.metric, words.page.thisPeriod, words.page.previous, words.page.change],
    rows: tiles.map(({ title, figure, previous, change }) => [
      textCell(title),
      figureCell(figure),
      figureCell(previous),
      changeCell(change, figure.value, previous?.value ?? null, figure.unit),
    ]),
  };
}

function series({ times, lines, chart, goal }: Content<'series'>, page: Page): Made {
  const { document, words } = page;
  const isDay = times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) >= 20 * 3_600_000);
  const hasPrevious = lines.some(({ previous }) => previous !== undefined);
  const first = isDay ? 1 : 2;
  return {
    columns: [
      words.columns['time'] ?? 'Time',
      ...(isDay ? [] : ['UTC']),
      ...lines.map(({ title }) => title),
      ...(hasPrevious ? lines.map(({ title }) => `${title} (${words.page.previous})`) : []),
      ...(goal === undefined ? [] : [words.page.goal]),
    ],
    rows: times.map((time, index) => [
      timeCell(time, document.timezone, isDay),
      ...(isDay ? [] : [timeCell(time, 'UTC', false)]),
      ...lines.map(({ values, unit }) => numberCell(values[index] ?? null, unit)),
      ...(hasPrevious ? lines.map(({ previous, unit }) => numberCell(previous?.[index] ?? null, unit)) : []),
      ...(goal === undefined ? [] : [figureCell(goal)]),
    ]),
    chart: {
      type: chart === 'line' ? 'line' : 'column',
      isStacked: chart === 'stacked',
      category: 0,
      values: lines.map((_, index) => ({ column: first + index, color: COLORS[index % COLORS.length] ?? '3538CD' })),
      format: formatOf(lines[0]?.unit),
    },
  };
}

function bars({ columns, bars: all }: Content<'bars'>, page: Page): Made {
  const { words } = page;
  const hasPrevious = all.some(({ previous }) => previous.some((one) => one !== undefined));
  return {
    columns: [
      words.page.group,
      ...columns,
      ...(hasPrevious ? columns.map((title) => `${title} (${words.page.previous})`) : []),
      ...(hasPrevious ? columns.map((title) => `${title} (${words.page.change})`) : []),
    ],
    rows: all.map(({ title, figures, previous, changes }) => [
      textCell(title),
      ...figures.map(figureCell),
      ...(hasPrevious ? previous.map(figureCell) : []),
      ...(hasPrevious
        ? figures.map((figure, index) =>
            changeCell(changes[index], figure.value, previous[index]?.value ?? null, figure.unit),
          )
        : []),
    ]),
    chart: {
      type: 'bar',
      isStacked: false,
      category: 0,
      values: columns.map((_, index) => ({ column: 1 + index, color: COLORS[index % COLORS.length] ?? '3538CD' })),
      format: formatOf(all[0]?.figures[0]?.unit),
    },
  };
}

function heatmap({ weekdays, cells }: Content<'heatmap'>, { words }: Page): Made {
  return {
    columns: [words.page.weekday, ...Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)],
    rows: cells.map((row, day) => [textCell(weekdays[day] ?? ''), ...row.map(figureCell)]),
    heat: { from: 1, to: 24 },
  };
}

function table({ columns, rows }: Content<'table'>): Made {
  const measured = columns.flatMap(({ align, max }, index) => (align === 'right' && (max ?? 0) > 0 ? [index] : []));
  return {
    columns: columns.map(({ title }) => title),
    rows: rows.map((row) =>
      row.map(({ value, text, unit }) =>
        typeof value === 'number' && unit !== undefined
          ? numberCell(value, unit)
          : value === null
            ? { value: null }
            : textCell(text),
      ),
    ),
    bars: measured.slice(0, 1),
  };
}

function funnel({ groups }: Content<'funnel'>, page: Page): Made {
  const { words } = page;
  const [{ steps: first } = { steps: [] }] = groups;
  const hasGroups = groups.length > 1;
  const offset = hasGroups ? 1 : 0;
  return {
    columns: [
      ...(hasGroups ? [words.page.group] : []),
      words.page.step,
      words.columns['reached'] ?? 'Reached',
      words.page.ofAll,
      words.page.stepRate,
      words.columns['dropped'] ?? 'Dropped',
      words.columns['pending'] ?? 'Pending',
      words.page.medianTime,
    ],
    rows: groups.flatMap(({ title, steps }) =>
      steps.map((step) => [
        ...(hasGroups ? [textCell(title)] : []),
        textCell(step.title),
        figureCell(step.reached),
        figureCell(step.rateTotal),
        figureCell(step.rateStep),
        figureCell(step.dropped),
        figureCell(step.pending),
        figureCell(step.median),
      ]),
    ),
    ...(hasGroups || first.length === 0
      ? {}
      : {
          chart: {
            type: 'bar' as const,
            isStacked: false,
            category: offset,
            values: [{ column: offset + 1, color: COLORS[0] ?? '3538CD' }],
            format: '#,##0',
          },
        }),
  };
}

function findings({ findings: all, caveat }: Content<'findings'>, { words }: Page): Made {
  return {
    columns: [words.titles.findings],
    rows: [
      ...all.map(({ headline, rest }) => [textCell(`${headline} ${rest}`)]),
      ...(caveat === undefined ? [] : [[textCell(caveat)]]),
    ],
  };
}

/** @returns the section as a table; undefined for one that has none, such as a text */
export function sectionTable(section: DocumentSection, page: Page): Omit<SheetTable, 'name'> | undefined {
  const { content, title, state, reason } = section;
  if (state !== 'ok' || content === undefined) return { title, columns: [title], rows: [[textCell(reason ?? '')]] };
  const made = ((): Made | undefined => {
    switch (content.type) {
      case 'kpis':
        return kpis(content, page);
      case 'series':
        return series(content, page);
      case 'bars':
        return bars(content, page);
      case 'heatmap':
        return heatmap(content, page);
      case 'table':
        return table(content);
      case 'funnel':
        return funnel(content, page);
      case 'findings':
        return findings(content, page);
      default:
        return undefined;
    }
  })();
  return made === undefined ? undefined : { title, ...made };
}
