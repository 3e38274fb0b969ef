import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { BASELINE_WEEKS } from '../baselines/history.js';
import { measureOf } from '../catalogue/language/measure.js';
import {
  BASELINE_COLUMNS,
  baselineValue,
  usualCells,
  type BaselineColumn,
  type UsualCell,
  type WeeksBefore,
} from './answer-baseline.js';
import { aggregatesOf, evaluate, sizeOf } from '../catalogue/language/expression.js';
import type { Aggregate } from '../catalogue/language/aggregate.js';
import type { AnswerWork } from './answer-limits.js';
import { bucketsOf, isWholeBucket, type BucketTime } from './buckets.js';
import { compareGroups, compareValues } from './compare-groups.js';
import type { Measured } from './measure.js';
import type { Plan, PlannedMetric } from './plan.js';
import type { Cells } from './table.js';

/** One number column of the answer: a metric, for money one for each currency. */
interface MetricColumn {
  readonly planned: PlannedMetric;
  readonly currency: string | undefined;
}

interface Answered {
  readonly current: Measured;
  readonly previous: Measured | undefined;
  /** Values over the whole range, where order or limit need them. */
  readonly totals: Measured;
  readonly currencies: readonly (string | undefined)[];
  /** Absent where nobody asks what is usual. */
  readonly weeksBefore?: WeeksBefore | undefined;
}

const isMoney = ({ formula }: PlannedMetric): boolean => aggregatesOf(formula).some((aggregate) => aggregate.isMoney);

const metricColumns = (plan: Plan, currencies: readonly (string | undefined)[]): MetricColumn[] =>
  plan.metrics.flatMap((planned) =>
    (isMoney(planned) ? currencies : [undefined]).map((currency) => ({ planned, currency })),
  );

/** Reads a column from the cells of one group and bucket. */
function reader(
  { planned: { formula }, currency }: MetricColumn,
  measured: Measured,
): (cells: Readonly<Cells>) => number | null {
  const positions = new Map<Aggregate, number>(
    aggregatesOf(formula).map((aggregate) => [
      aggregate,
      measured.column(aggregate, aggregate.isMoney ? currency : undefined),
    ]),
  );
  return (cells) => {
    const value = evaluate(formula, (aggregate) => cells[positions.get(aggregate) ?? -1] ?? null);
    return value === null || Number.isFinite(value) ? value : null;
  };
}

/** Groups in the order of the answer, cut to the limit. What has no value comes last. */
function orderedGroups(
  plan: Plan,
  { totals, current }: Answered,
  columns: readonly MetricColumn[],
): (readonly FrameValue[])[] {
  const groups = plan.groups.length === 0 ? [[]] : current.table.groups.toSorted(compareGroups);
  const by = columns.find(({ planned }) => planned.metric.id === plan.order?.metric);
  if (by === undefined) return groups.slice(0, plan.limit);
  const sign = plan.order?.descending ? -1 : 1;
  const totalOf = reader(by, totals);
  return groups
    .map((group) => ({ group, total: totalOf(totals.table.values(group, 0)) }))
    .sort((a, b) =>
      a.total === null || b.total === null ? compareValues(a.total, b.total) : sign * compareValues(a.total, b.total),
    )
    .map(({ group }) => group)
    .slice(0, plan.limit);
}

function metricField({ planned: { metric }, currency }: MetricColumn, currencies: number, suffix: string): FrameField {
  const isCurrency = metric.unit === 'currency';
  const unit = isCurrency ? (currency === undefined ? 'short' : `currency${currency}`) : metric.unit;
  return {
    name: metric.id + suffix,
    type: 'number',
    ...(currency !== undefined && currencies > 1 ? { labels: { currency } } : {}),
    config: {
      displayName: metric.title + (suffix === '' ? '' : ' (previous)'),
      description: metric.description,
      unit,
      custom: { good: metric.good, ...metric.parameters },
    },
  };
}

/** Cells of a baseline, and of the weeks that it is made from, for each cell of a metric. */
const BASELINE_COST = BASELINE_COLUMNS.length + BASELINE_WEEKS;

const BASELINE_TITLES = { baseline: 'usual', low: 'usual, low', high: 'usual, high', anomaly: 'anomaly' } as const;

function baselineField(column: MetricColumn, currencies: number, name: BaselineColumn): FrameField {
  const field = metricField(column, currencies, `_${name}`);
  const displayName = `${column.planned.metric.title} (${BASELINE_TITLES[name]})`;
  const unit = name === 'anomaly' ? 'none' : field.config['unit'];
  return { ...field, config: { ...field.config, displayName, unit } };
}

/** Buckets that the range does not cut off, and that have ended: others are not compared with whole ones. */
function wholeBuckets({ range, now, bucket, timezone }: Plan, buckets: readonly BucketTime[]) {
  if (bucket === undefined) return () => range.to <= now;
  const past = { from: range.from, to: Math.min(range.to, now) };
  const whole = new Set(buckets.flatMap(({ index }) => (isWholeBucket(index, bucket, past, timezone) ? [index] : [])));
  return ({ index }: BucketTime): boolean => whole.has(index);
}

/** What is usual in each bucket, for each group. */
async function usualOf(
  column: MetricColumn,
  weeksBefore: WeeksBefore,
  groups: readonly (readonly FrameValue[])[],
  buckets: readonly BucketTime[],
  pace: AnswerWork['pace'],
): Promise<ReadonlyMap<number, UsualCell | undefined>[]> {
  const { metric, formula } = column.planned;
  const isCount = measureOf(formula, metric.unit).kind === 'count';
  const readers = new Map<Measured, ReturnType<typeof reader>>();
  const readerOf = (measured: Measured): ReturnType<typeof reader> => {
    const known = readers.get(measured) ?? reader(column, measured);
    readers.set(measured, known);
    return known;
  };
  const result: ReadonlyMap<number, UsualCell | undefined>[] = [];
  for (const group of groups) {
    const weeks: number[][] = [];
    for (const { index } of buckets) {
      const before = weeksBefore.cells(group, index);
      weeks.push(before.flatMap(({ measured, cells }) => readerOf(measured)(cells) ?? []));
      if (pace.isDue(BASELINE_COST * costOf(column))) await pace.rest();
    }
    const cells = usualCells(weeks, { isCount, most: metric.unit === 'percentunit' && !isCount ? 1 : undefined });
    result.push(new Map(buckets.map(({ index }, position) => [index, cells[position]])));
  }
  return result;
}

function metaOf(plan: Plan): Record<string, unknown> {
  const parameters = plan.metrics.filter(({ metric }) => metric.parameters !== undefined);
  return {
    type: plan.bucket === undefined ? 'numeric-long' : 'timeseries-long',
    typeVersion: [0, 1],
    custom: {
      from: plan.range.from / 1_000,
      to: plan.range.to / 1_000,
      timezone: plan.timezone,
      ...(plan.interval === undefined ? {} : { interval: plan.interval }),
      ...(plan.comparison === undefined
        ? {}
        : {
            compare: {
              kind: plan.comparison.kind,
              from: plan.comparison.range.from / 1_000,
              to: plan.comparison.range.to / 1_000,
            },
          }),
      ...(parameters.length === 0
        ? {}
        : { parameters: Object.fromEntries(parameters.map(({ metric }) => [metric.id, metric.parameters])) }),
    },
  };
}

/** Nodes of a formula that cost about as much as a cell without any. */
const NODES_A_CELL = 8;

/** What a column costs in cells: a long formula costs more than one to compute. */
const costOf = ({ planned }: MetricColumn): number => 1 + Math.floor(sizeOf(planned.formula) / NODES_A_CELL);

/**
 * Lays the numbers out as a long frame: time, groups, metrics, each metric followed by what it was before.
 * @throws QueryError when the answer would have more values than the budget allows; nothing has been built then
 */
export async function answerFrame(plan: Plan, answered: Answered, { budget, pace }: AnswerWork): Promise<Frame> {
  const { current, previous, currencies } = answered;
  const columns = metricColumns(plan, currencies);
  const groups = orderedGroups(plan, answered, columns);
  const buckets = bucketsOf(plan.bucket, plan.range, plan.timezone);
  const measured = previous === undefined ? [current] : [current, previous];
  const count = buckets.length * groups.length;
  const keyColumns = plan.groups.length + (plan.bucket === undefined ? 0 : 1);
  const lanes = measured.length + (answered.weeksBefore === undefined ? 0 : BASELINE_COST);
  budget.takeCells(count * (keyColumns + columns.reduce((sum, column) => sum + costOf(column), 0) * lanes));
  const fields: FrameField[] = [];
  const values: FrameValue[][] = [];
  const isWhole = wholeBuckets(plan, buckets);
  /** Adds a column of one value for each bucket and, within it, each group. */
  const add = async (
    field: FrameField,
    cost: number,
    read: (position: number, bucket: BucketTime) => FrameValue,
  ): Promise<void> => {
    const column = new Array<FrameValue>(count);
    let next = 0;
    for (const bucket of buckets) {
      for (let position = 0; position < groups.length; position += 1) {
        column[next] = read(position, bucket);
        next += 1;
        if (pace.isDue(cost)) await pace.rest();
      }
    }
    fields.push(field);
    values.push(column);
  };
  if (plan.bucket !== undefined)
    await add({ name: 'time', type: 'time', config: {} }, 1, (_position, { time }) => time ?? null);
  for (const [index, dimension] of plan.groups.entries()) {
    const config = { displayName: dimension.title, description: dimension.description };
    await add({ name: dimension.id, type: dimension.type, config }, 1, (position) => groups[position]?.[index] ?? null);
  }
  const series = measured.map(({ table }) => groups.map((group) => table.series(group)?.buckets));
  for (const column of columns) {
    for (const [index, one] of measured.entries()) {
      const read = reader(column, one);
      const { empty } = one.table;
      await add(
        metricField(column, currencies.length, index === 0 ? '' : '_previous'),
        2 * costOf(column),
        (position, bucket) => read(series[index]?.[position]?.get(bucket.index) ?? empty),
      );
    }
    if (answered.weeksBefore === undefined) continue;
    const usual = await usualOf(column, answered.weeksBefore, groups, buckets, pace);
    const read = reader(column, current);
    for (const name of BASELINE_COLUMNS)
      await add(baselineField(column, currencies.length, name), 2, (position, bucket) => {
        const value = read(series[0]?.[position]?.get(bucket.index) ?? current.table.empty);
        return baselineValue(name, usual[position]?.get(bucket.index), isWhole(bucket) ? value : null);
      });
  }
  return { schema: { refId: plan.refId, name: plan.refId, meta: metaOf(plan), fields }, data: { values } };
}
