import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { aggregatesOf, evaluate } from '../catalogue/expression.js';
import type { Aggregate } from '../catalogue/aggregate.js';
import { bucketsOf } from './buckets.js';
import { compareGroups, compareValues } from './compare-groups.js';
import type { Measured } from './measure.js';
import type { Plan, PlannedMetric } from './plan.js';

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
}

const isMoney = ({ formula }: PlannedMetric): boolean => aggregatesOf(formula).some((aggregate) => aggregate.isMoney);

const metricColumns = (plan: Plan, currencies: readonly (string | undefined)[]): MetricColumn[] =>
  plan.metrics.flatMap((planned) =>
    (isMoney(planned) ? currencies : [undefined]).map((currency) => ({ planned, currency })),
  );

function valueOf(
  { planned, currency }: MetricColumn,
  measured: Measured,
  group: readonly FrameValue[],
  bucket: number,
): number | null {
  const values = measured.table.values(group, bucket);
  const lookUp = (aggregate: Aggregate): number | null =>
    values[measured.column(aggregate, aggregate.isMoney ? currency : undefined)] ?? null;
  const value = evaluate(planned.formula, lookUp);
  return value === null || Number.isFinite(value) ? value : null;
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
  return groups
    .map((group) => ({ group, total: valueOf(by, totals, group, 0) }))
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

/** Lays the numbers out as a long frame: time, groups, metrics, each metric followed by what it was before. */
export function answerFrame(plan: Plan, answered: Answered): Frame {
  const { current, previous, currencies } = answered;
  const columns = metricColumns(plan, currencies);
  const groups = orderedGroups(plan, answered, columns);
  const buckets = bucketsOf(plan.bucket, plan.range, plan.timezone);
  const cells = buckets.flatMap(({ index, time }) => groups.map((group) => ({ index, time, group })));
  const fields: FrameField[] = [];
  const values: FrameValue[][] = [];
  const add = (field: FrameField, column: FrameValue[]): void => {
    fields.push(field);
    values.push(column);
  };
  if (plan.bucket !== undefined)
    add(
      { name: 'time', type: 'time', config: {} },
      cells.map(({ time }) => time ?? null),
    );
  plan.groups.forEach((dimension, position) => {
    const config = { displayName: dimension.title, description: dimension.description };
    add(
      { name: dimension.id, type: dimension.type, config },
      cells.map(({ group }) => group[position] ?? null),
    );
  });
  for (const column of columns) {
    add(
      metricField(column, currencies.length, ''),
      cells.map(({ group, index }) => valueOf(column, current, group, index)),
    );
    if (previous === undefined) continue;
    add(
      metricField(column, currencies.length, '_previous'),
      cells.map(({ group, index }) => valueOf(column, previous, group, index)),
    );
  }
  return { schema: { refId: plan.refId, name: plan.refId, meta: metaOf(plan), fields }, data: { values } };
}
