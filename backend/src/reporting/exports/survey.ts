import { offsetSpans, type OffsetSpan } from '../../lib/time/zone.js';
import type { Snapshot } from '../../storage/duckdb/snapshot.js';
import { quoted } from '../formats/column-sql.js';
import { MAX_CELL_TEXT } from '../formats/xlsx/cell-text.js';
import { cutSql } from '../formats/xlsx/row-sql.js';
import type { RowsPlan } from './export-plan.js';

/** What is known of the rows of an export before they are written. */
export interface Survey {
  readonly rows: number;
  /** First and last value of the column that orders, epoch microseconds. */
  readonly first: number;
  readonly last: number;
  /** Offsets of the zone while the instants of a column lie. */
  readonly spansOf: (column: string) => readonly OffsetSpan[];
  /** Letters of the longest text of a column. */
  readonly longest: Readonly<Record<string, number>>;
  /** ISO 4217, of all amounts. */
  readonly currencies: readonly string[];
  /** Texts that a cell of a workbook cannot hold whole. */
  readonly cutTexts: number;
}

const NO_OFFSET: readonly OffsetSpan[] = [{ from: 0, offset: 0 }];

const fromSql = ({ table, conditions }: RowsPlan): string => `FROM ${table} WHERE ${conditions}`;

const ofType = ({ columns }: RowsPlan, type: string) => columns.filter((column) => column.type === type);

const hasMoney = (plan: RowsPlan): boolean => ofType(plan, 'money').length > 0;

/** SQL of one row that describes the rows of a plan. */
function surveySql(plan: RowsPlan): string {
  const measures = [`count(*) AS "rows"`, `min(${plan.time}) AS first`, `max(${plan.time}) AS last`];
  for (const [index, { sql }] of ofType(plan, 'time').entries())
    measures.push(`min(${sql}) AS first_${index}`, `max(${sql}) AS last_${index}`);
  if (plan.description.format === 'xlsx') {
    for (const [index, { sql }] of ofType(plan, 'text').entries())
      measures.push(`max(strlen(${sql})) AS longest_${index}`);
    if (hasMoney(plan)) measures.push('list_sort(list(DISTINCT currency)) AS currencies');
  }
  return `${plan.tables}SELECT ${measures.join(', ')} ${fromSql(plan)}`;
}

const numberOf = (value: unknown): number => Number(value ?? 0);

/** A value of a list as the driver gives it. */
function textsOf(value: unknown): string[] {
  const items = (value as { readonly items?: readonly unknown[] } | null)?.items ?? [];
  return items.filter((item): item is string => typeof item === 'string');
}

/** Counts the texts that have to be cut, where there can be any at all. */
async function countCut(
  plan: RowsPlan,
  snapshot: Snapshot,
  longest: Readonly<Record<string, number>>,
): Promise<number> {
  const long = ofType(plan, 'text').filter(({ name }) => (longest[name] ?? 0) > MAX_CELL_TEXT);
  if (long.length === 0) return 0;
  const counts = long.map(({ sql }) => `count(*) FILTER (strlen(${cutSql(`(${sql})`)}) < strlen(${sql}))`);
  const [row] = await snapshot.rows(`${plan.tables}SELECT ${counts.join(' + ')} AS cut ${fromSql(plan)}`, plan.values);
  return numberOf(row?.['cut']);
}

/** Counts the rows of a plan. */
export async function countRows(plan: RowsPlan, snapshot: Snapshot): Promise<number> {
  const [row] = await snapshot.rows(`${plan.tables}SELECT count(*) AS "rows" ${fromSql(plan)}`, plan.values);
  return numberOf(row?.['rows']);
}

/** Looks through the rows of a plan: how many there are, and what their writing depends on. */
export async function surveyRows(plan: RowsPlan, snapshot: Snapshot): Promise<Survey> {
  const [row = {}] = await snapshot.rows(surveySql(plan), plan.values);
  const times = ofType(plan, 'time').map(({ name }, index): [string, readonly OffsetSpan[]] => {
    const [first, last] = [row[`first_${index}`], row[`last_${index}`]];
    const isEmpty = first === null || first === undefined;
    return [name, isEmpty ? NO_OFFSET : offsetSpans(plan.description.timezone, numberOf(first), numberOf(last) + 1)];
  });
  const spans = new Map(times);
  const longest = Object.fromEntries(
    ofType(plan, 'text').map(({ name }, index) => [name, numberOf(row[`longest_${index}`])]),
  );
  return {
    rows: numberOf(row['rows']),
    first: numberOf(row['first']),
    last: numberOf(row['last']),
    spansOf: (column) => spans.get(column) ?? NO_OFFSET,
    longest,
    currencies: textsOf(row['currencies']),
    cutTexts: await countCut(plan, snapshot, longest),
  };
}

/** Rows that are put in order at once: what that takes of memory is bounded, whatever the size of an export. */
const SLICE_ROWS = 16_384;

/** Counts of one step; a slice that still is too large is divided again. */
const STEPS = 2_048;

/** A stretch of the time that orders, both ends included; epoch microseconds. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Divides the rows of a plan into stretches of time with few rows each, in the order in which they are written. */
export async function slicesOf(plan: RowsPlan, { rows, first, last }: Survey, snapshot: Snapshot): Promise<Slice[]> {
  const slices = rows === 0 ? [] : await divide(plan, { from: first, to: last }, rows, snapshot);
  return plan.isLatestFirst ? slices.reverse() : slices;
}

async function divide(plan: RowsPlan, whole: Slice, rows: number, snapshot: Snapshot): Promise<Slice[]> {
  const { from, to } = whole;
  if (rows <= SLICE_ROWS || from === to) return [whole];
  const width = Math.ceil((to - from + 1) / STEPS);
  const counted = await snapshot.rows(
    `${plan.tables}SELECT (${plan.time} - ${from}) // ${width} AS step, count(*) AS "rows" ${fromSql(plan)}` +
      ` AND ${within(plan, whole)} GROUP BY step ORDER BY step`,
    plan.values,
  );
  const slices: Slice[] = [];
  let [begin, sum] = [from, 0];
  for (const row of counted) {
    const [start, count] = [from + numberOf(row['step']) * width, numberOf(row['rows'])];
    const end = Math.min(start + width - 1, to);
    if (sum > 0 && sum + count > SLICE_ROWS) {
      slices.push({ from: begin, to: start - 1 });
      [begin, sum] = [start, 0];
    }
    sum += count;
    if (count <= SLICE_ROWS) continue;
    slices.push(...(await divide(plan, { from: start, to: end }, count, snapshot)));
    [begin, sum] = [end + 1, 0];
  }
  if (sum > 0) slices.push({ from: begin, to });
  return slices;
}

const within = ({ time }: RowsPlan, { from, to }: Slice): string => `${time} >= ${from} AND ${time} <= ${to}`;

/** Relation with the columns of a plan, and with the currency of its amounts. @param slice all rows if absent */
export function selectSql(plan: RowsPlan, slice?: Slice): string {
  const selected = plan.columns.map(({ name, sql }) => `${sql} AS ${quoted(name)}`);
  if (hasMoney(plan) && !plan.columns.some(({ name }) => name === 'currency')) selected.push('currency');
  const stretch = slice === undefined ? '' : ` AND ${within(plan, slice)}`;
  return `SELECT ${selected.join(', ')} ${fromSql(plan)}${stretch}`;
}

export const orderSql = ({ time, order, isLatestFirst }: RowsPlan): string =>
  ` ORDER BY ${time}${isLatestFirst ? ' DESC' : ''}, ${order}`;
