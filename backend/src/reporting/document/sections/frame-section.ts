import { ATTRIBUTION_DIMENSIONS } from '@callsight/contract/query/attribution';
import type { FrameValue } from '@callsight/contract/query/answer';
import type { Section, SectionOf } from '@callsight/contract/reports/section';
import type { DataColumn, TableCell, TableColumn } from '../document.js';
import type { FrameTable } from '../frame-table.js';
import type { Lexicon } from '../lexicon.js';
import { overPeriod, withFilters, type Context, type Made, type SectionMaker } from '../section-maker.js';
import { cutRows } from './cut-rows.js';

/** Rows that a section shows of an answer whose own limit is larger. */
const ROWS = 50;

/** A text of an answer in the language of the report. @param dimension whose values are compared */
function wordOf(name: string, value: string, dimension: string, lexicon: Lexicon): string {
  if (name === 'metric') return lexicon.metricTitle(value);
  if (SEGMENTS.has(name)) return lexicon.value(dimension, value);
  return STEPS.has(name) ? lexicon.step(value, undefined) : lexicon.value(name, value);
}

/** A cell in the language of the report, whatever kind of answer it is of. */
function cellOf(value: FrameValue, column: DataColumn, dimension: string, context: Context): TableCell {
  const { lexicon, format, words } = context;
  const { name, type, unit = 'short' } = column;
  const text = ((): string => {
    if (value === null) return type === 'string' && DIMENSIONS.has(name) ? words.unknown : '–';
    if (type === 'time') return format.date(Number(value), 'date-time');
    if (typeof value === 'number') return format.value(value, unit);
    return typeof value === 'boolean' ? (value ? words.yes : words.no) : wordOf(name, value, dimension, lexicon);
  })();
  return { text, value, ...(type === 'number' ? { unit } : {}), change: undefined };
}

/** Dimensions of attribution, where null is a group of its own. */
const DIMENSIONS: ReadonlySet<string> = new Set([...ATTRIBUTION_DIMENSIONS, 'segment']);

/** Columns whose values are those of the dimension that is compared. */
const SEGMENTS: ReadonlySet<string> = new Set(['segment', 'baseline']);

/** Columns that name steps. */
const STEPS: ReadonlySet<string> = new Set(['step', 'from', 'to', 'last_step']);

/** Shows some columns of an answer as a table. */
function tableOf(
  frame: FrameTable,
  shown: readonly string[],
  dimension: string,
  context: Context,
): Pick<Made, 'content' | 'tables' | 'isEmpty' | 'limits'> {
  const { table, isCut } = cutRows(frame, ROWS);
  const data = table.data(context.lexicon);
  const indexes = data.columns.flatMap(({ name }, index) =>
    shown.length === 0 || shown.includes(name.split(' ')[0] ?? name) ? [index] : [],
  );
  const columns = indexes.map((index): TableColumn => {
    const column = data.columns[index];
    return {
      title: column?.title ?? '',
      align: column?.type === 'number' ? 'right' : 'left',
      max: undefined,
    };
  });
  return {
    content: {
      type: 'table',
      columns,
      rows: data.rows.map((row) =>
        indexes.flatMap((index) => {
          const column = data.columns[index];
          return column === undefined ? [] : [cellOf(row[index] ?? null, column, dimension, context)];
        }),
      ),
    },
    tables: [data],
    isEmpty: data.rows.length === 0,
    limits: isCut ? [context.words.onlyFirst(ROWS)] : [],
  };
}

/** The dimension whose values are compared; none for segments that are listed. */
const comparedBy = (section: Section): string => (section.type === 'segments' ? (section.segments.by ?? '') : '');

type Kind = 'paths' | 'attribution' | 'segments' | 'calls';

/** A section whose answer is a table already. @param shown the columns that it shows; all if empty */
const frameSection = <Type extends Kind>(type: Type, shown: readonly string[]): SectionMaker<Type> => ({
  want: (section, plan) => {
    const part = (section as unknown as Readonly<Record<string, object>>)[type] ?? {};
    return { queries: { frame: overPeriod(plan, { [type]: withFilters(plan, part) }) } };
  },
  make: (section: SectionOf<Type>, given, context) => {
    const [frame] = given.frames['frame'] ?? [];
    if (frame === undefined) throw new Error(`${type} have a frame`);
    const metrics = frame.has('metric') ? frame.column('metric').map(String) : [];
    return {
      title: section.title ?? context.words.titles[type],
      ...tableOf(frame, shown, comparedBy(section), context),
      metrics: [...new Set(metrics)],
    };
  },
});

export const pathsSection = frameSection('paths', []);
export const attributionSection = frameSection('attribution', []);
export const segmentsSection = frameSection('segments', [
  'metric',
  'segment',
  'value',
  'baseline_value',
  'difference',
  'significant',
  'n',
]);
export const callsSection = frameSection('calls', [
  'started_at',
  'agent',
  'direction',
  'outcome',
  'duration',
  'wait',
  'caller_masked',
  'source',
]);
