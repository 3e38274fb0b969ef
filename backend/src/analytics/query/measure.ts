import type { FrameValue } from '@callsight/contract/query/answer';
import { aggregatesOf } from '../catalogue/language/expression.js';
import type { Aggregate, Dataset } from '../catalogue/language/aggregate.js';
import type { Row } from '../../storage/duckdb/statement.js';
import { toGroupValue } from './group-value.js';
import { toMeasured } from '../catalogue/language/measured-value.js';
import type { Statement } from './parameters.js';
import type { Plan } from './plan.js';
import { failedInARowStatement, silenceStatement, uptimeStatement } from './health-sql.js';
import { activeStatement, concurrencyStatement, spansOf } from './presence-sql.js';
import { rowsStatement, type Scope, type Wanted } from './rows-sql.js';
import type { AnswerWork } from './answer-limits.js';
import { Table } from './table.js';

/** Runs one statement; who builds a plan does not care where. */
export type RunStatement = (statement: Statement) => Promise<Row[]>;

/** The aggregates of a plan over one range, and where each of them stands. */
export interface Measured {
  readonly table: Table;
  column(aggregate: Aggregate, currency: string | undefined): number;
}

const keyOf = (aggregate: Aggregate, currency: string | undefined): string => JSON.stringify([aggregate, currency]);

function wantedOf(plan: Plan, currencies: readonly (string | undefined)[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { formula } of plan.metrics) {
    for (const aggregate of aggregatesOf(formula)) {
      for (const currency of aggregate.isMoney ? currencies : [undefined]) {
        wanted.set(keyOf(aggregate, currency), { aggregate, currency });
      }
    }
  }
  return wanted;
}

const groupOf = (plan: Plan, row: Row): FrameValue[] => plan.groups.map((_, index) => toGroupValue(row[`g${index}`]));

interface Column extends Wanted {
  readonly index: number;
}

/** What one dataset is measured with. */
interface Measuring {
  readonly plan: Plan;
  readonly scope: Scope;
  readonly run: RunStatement;
  readonly table: Table;
  readonly work: AnswerWork;
}

type ColumnName = (column: Column, position: number) => string;

const byPosition: ColumnName = (_column, position) => `a${position}`;

/** Puts rows of `b`, `g0 …` and a column for each aggregate in their cells. */
async function place(
  rows: readonly Row[],
  columns: readonly Column[],
  { plan, table, work: { pace } }: Measuring,
  nameOf: ColumnName = byPosition,
): Promise<void> {
  const named = columns.map((column, position) => ({ ...column, name: nameOf(column, position) }));
  for (const row of rows) {
    const cells = table.cells(groupOf(plan, row), Number(row['b']));
    for (const { aggregate, index, name } of named) cells[index] = toMeasured(row[name], aggregate);
    if (pace.isDue(named.length + 4)) await pace.rest();
  }
}

async function measureRows(columns: readonly Column[], measuring: Measuring): Promise<void> {
  const { plan, scope, run } = measuring;
  await place(await run(rowsStatement(plan, scope, columns)), columns, measuring);
}

/** Each group once: rows name theirs in every bucket. */
const distinctGroups = (groups: readonly (readonly FrameValue[])[]): (readonly FrameValue[])[] => [
  ...new Map(groups.map((group) => [JSON.stringify(group), group])).values(),
];

const PRESENCE_COLUMNS: Readonly<Record<string, string>> = {
  concurrency_max: 'a_max',
  concurrency_mean: 'a_mean',
  active: 'a',
};

/** Nobody being there is a number as well: 0 for every bucket that has begun. */
async function measurePresence(columns: readonly Column[], measuring: Measuring): Promise<void> {
  const { plan, scope, run, table, work } = measuring;
  const spans = spansOf(plan, scope);
  if (spans.length === 0) return;
  const statements = [
    { make: activeStatement, columns: columns.filter(({ aggregate }) => aggregate.name === 'active') },
    { make: concurrencyStatement, columns: columns.filter(({ aggregate }) => aggregate.name !== 'active') },
  ].filter((one) => one.columns.length > 0);
  const answers = await Promise.all(
    statements.map(async (one) => ({ ...one, rows: await run(one.make(plan, scope, spans)) })),
  );
  const found = [...table.groups, ...answers.flatMap(({ rows }) => rows.map((row) => groupOf(plan, row)))];
  const groups = plan.groups.length === 0 ? [[]] : distinctGroups(found);
  work.budget.takeCells(groups.length * spans.length * columns.length);
  for (const group of groups) {
    for (const { index: bucket } of spans) {
      const cells = table.cells(group, bucket);
      for (const { index } of columns) cells[index] = 0;
      if (work.pace.isDue(columns.length + 4)) await work.pace.rest();
    }
  }
  for (const answer of answers)
    await place(answer.rows, answer.columns, measuring, ({ aggregate }) => PRESENCE_COLUMNS[aggregate.name] ?? '');
}

/** What checks say; where nobody checked there is no number. */
async function measureUptime(columns: readonly Column[], measuring: Measuring): Promise<void> {
  const { plan, scope, run } = measuring;
  const spans = spansOf(plan, scope);
  if (spans.length === 0) return;
  const named = (...names: readonly string[]): Column[] =>
    columns.filter(({ aggregate }) => names.includes(aggregate.name));
  const parts = [
    { make: silenceStatement, wanted: named('silent') },
    { make: failedInARowStatement, wanted: named('failed_in_a_row') },
    { make: uptimeStatement, wanted: named('up', 'observed') },
  ].filter(({ wanted }) => wanted.length > 0);
  await Promise.all(
    parts.map(async ({ make, wanted }) => place(await run(make(plan, scope, spans, wanted)), wanted, measuring)),
  );
}

/** Computes every aggregate of a plan over one range: one statement for each dataset. */
export async function measure(
  plan: Plan,
  scope: Omit<Scope, 'dataset'>,
  currencies: readonly (string | undefined)[],
  run: RunStatement,
  work: AnswerWork,
): Promise<Measured> {
  const wanted = wantedOf(plan, currencies);
  const positions = new Map([...wanted.keys()].map((key, index) => [key, index]));
  const columns = [...wanted.values()].map((one, index): Column => ({ ...one, index }));
  const table = new Table(columns.map(({ aggregate }) => aggregate.empty));
  const of = (dataset: Dataset): Column[] => columns.filter(({ aggregate }) => aggregate.dataset === dataset);
  const measuring = (dataset: Dataset): Measuring => ({ plan, scope: { ...scope, dataset }, run, table, work });
  const rowDatasets = (['calls', 'turns', 'appointments', 'payments', 'samples', 'pipeline'] as const).filter(
    (dataset) => of(dataset).length > 0,
  );
  await Promise.all(rowDatasets.map((dataset) => measureRows(of(dataset), measuring(dataset))));
  const presence = of('presence');
  if (presence.length > 0) await measurePresence(presence, measuring('presence'));
  const uptime = of('uptime');
  if (uptime.length > 0) await measureUptime(uptime, measuring('uptime'));
  return { table, column: (aggregate, currency) => positions.get(keyOf(aggregate, currency)) ?? -1 };
}
