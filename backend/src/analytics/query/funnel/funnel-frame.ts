import type { Frame, FrameValue } from '@callsight/contract/query/answer';
import { nearest } from '../../../lib/text/nearest.js';
import { wilsonInterval } from '../../statistics/wilson.js';
import { bucketsOf } from '../buckets.js';
import { compareGroups } from '../compare-groups.js';
import { column, tableFrame, type FrameColumn } from '../table-frame.js';
import type { Plan } from '../plan.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { Bin, GroupCount, StepCount } from './funnel-steps.js';

/** One row of the answer: a step of a group in a bucket. */
interface StepRow extends StepCount {
  readonly time: number | undefined;
  readonly step: string;
  readonly group: readonly FrameValue[];
  /** Units that came as far as step 1, and as the step before; the latter is absent for step 1. */
  readonly first: number;
  readonly before: number | undefined;
  readonly next: number | undefined;
  /** The same step in the range that is compared with. */
  readonly earlier: Omit<StepRow, 'earlier'> | undefined;
}

const NOTHING: StepCount = { reached: 0, pending: 0, median: null, p90: null };

const ratio = (part: number, of: number | undefined): number | null =>
  of === undefined || of === 0 ? null : part / of;

type Bound = 'low' | 'high';

const bound = (part: number, of: number | undefined, which: Bound): number | null =>
  of === undefined ? null : (wilsonInterval({ count: part, total: of })?.[which] ?? null);

/** Groups, that with the most units in step 1 first. */
export function orderGroups(
  plan: FunnelPlan,
  counts: readonly GroupCount[],
  limit: number | undefined,
): (readonly FrameValue[])[] {
  if (plan.groups.length === 0) return [[]];
  const totals = new Map<string, { group: readonly FrameValue[]; total: number }>();
  for (const { group, steps } of counts) {
    const key = JSON.stringify(group);
    const total = (totals.get(key)?.total ?? 0) + (steps[0]?.reached ?? 0);
    totals.set(key, { group, total });
  }
  return [...totals.values()]
    .sort((a, b) => b.total - a.total || compareGroups(a.group, b.group))
    .map(({ group }) => group)
    .slice(0, limit);
}

/** What was counted, and what in the range before, if that was asked for. */
interface Counted {
  readonly counts: readonly GroupCount[];
  readonly before: readonly GroupCount[] | undefined;
}

/** A step among those of its group. */
function stepRow(own: readonly StepCount[], index: number, cell: Pick<StepRow, 'time' | 'step' | 'group'>) {
  return {
    ...(own[index] ?? NOTHING),
    ...cell,
    first: own[0]?.reached ?? 0,
    before: index === 0 ? undefined : (own[index - 1]?.reached ?? 0),
    next: own[index + 1]?.reached,
  };
}

function rowsOf(plan: FunnelPlan, { counts, before }: Counted, limit: number | undefined): StepRow[] {
  const { steps } = plan.definition;
  const keyOf = (bucket: number, group: readonly FrameValue[]): string => JSON.stringify([bucket, group]);
  const found = new Map(counts.map((one) => [keyOf(one.bucket, one.group), one.steps]));
  const earlier = new Map(before?.map((one) => [keyOf(one.bucket, one.group), one.steps]));
  const groups = orderGroups(plan, counts, limit);
  return bucketsOf(plan.bucket, plan.range, plan.timezone).flatMap(({ index: bucket, time }) =>
    groups.flatMap((group) => {
      const own = found.get(keyOf(bucket, group)) ?? steps.map(() => NOTHING);
      const past = earlier.get(keyOf(bucket, group)) ?? steps.map(() => NOTHING);
      return steps.map(({ step }, index): StepRow => {
        const cell = { time, step, group };
        return {
          ...stepRow(own, index, cell),
          earlier: before === undefined ? undefined : stepRow(past, index, cell),
        };
      });
    }),
  );
}

const count = (
  name: string,
  displayName: string,
  description: string,
  read: (row: StepRow) => number,
): FrameColumn<StepRow> => column(name, 'number', { displayName, description, unit: 'short' }, read);

const rate = (
  name: string,
  displayName: string,
  description: string,
  read: (row: StepRow) => number | null,
): FrameColumn<StepRow> =>
  column(name, 'number', { displayName, description, unit: 'percentunit', min: 0, max: 1 }, read);

const duration = (name: string, displayName: string, read: (row: StepRow) => number | null): FrameColumn<StepRow> =>
  column(
    name,
    'number',
    { displayName, description: 'Since the step before, of those that reached this one', unit: 's' },
    read,
  );

/** Columns that say which cell a row is. */
export const cellColumns = <Row extends Pick<StepRow, 'time' | 'group'>>(plan: FunnelPlan) => ({
  time: plan.bucket === undefined ? [] : [column<Row>('time', 'time', {}, ({ time }) => time ?? null)],
  groups: plan.groups.map(({ id, title, description, type }, index) =>
    column<Row>(id, type, { displayName: title, description }, ({ group }) => group[index] ?? null),
  ),
});

const stepColumn = <Row extends { readonly step: string }>(plan: FunnelPlan): FrameColumn<Row> =>
  column(
    'step',
    'string',
    {
      displayName: 'Step',
      custom: { titles: Object.fromEntries(plan.definition.steps.map(({ step, title }) => [step, title])) },
    },
    ({ step }) => step,
  );

const MEASURED: readonly FrameColumn<StepRow>[] = [
  count('reached', 'Reached', 'Units that came this far', ({ reached }) => reached),
  count('dropped', 'Dropped', 'Came this far and no further; it is too late', ({ reached, next, pending }) =>
    next === undefined ? 0 : reached - next - pending,
  ),
  count('pending', 'Pending', 'Came this far and no further yet; the window is open', ({ pending }) => pending),
  rate('rate_total', 'Of all', 'Of those that reached step 1', ({ reached, first }) => ratio(reached, first)),
  rate('rate_step', 'Of the step before', 'Of those that reached the step before', ({ reached, before }) =>
    ratio(reached, before),
  ),
  rate('rate_total_low', 'Of all, at least', 'Lower bound of the 95 % interval (Wilson)', ({ reached, first }) =>
    bound(reached, first, 'low'),
  ),
  rate('rate_total_high', 'Of all, at most', 'Upper bound of the 95 % interval (Wilson)', ({ reached, first }) =>
    bound(reached, first, 'high'),
  ),
  duration('median_s', 'Time, median', ({ median }) => median),
  duration('p90_s', 'Time, 90th percentile', ({ p90 }) => p90),
  rate(
    'rate_step_low',
    'Of the step before, at least',
    'Lower bound of the 95 % interval (Wilson)',
    ({ reached, before }) => bound(reached, before, 'low'),
  ),
  rate(
    'rate_step_high',
    'Of the step before, at most',
    'Upper bound of the 95 % interval (Wilson)',
    ({ reached, before }) => bound(reached, before, 'high'),
  ),
];

/** Columns that a comparison repeats for the range before. */
const COMPARED: ReadonlySet<string> = new Set([
  'reached',
  'dropped',
  'pending',
  'rate_total',
  'rate_step',
  'median_s',
  'p90_s',
]);

const EARLIER: readonly FrameColumn<StepRow>[] = MEASURED.filter(({ field }) => COMPARED.has(field.name)).map(
  ({ field, read }) => ({
    field: {
      ...field,
      name: `${field.name}_previous`,
      config: { ...field.config, displayName: `${String(field.config['displayName'])} (previous)` },
    },
    read: ({ earlier }) => (earlier === undefined ? null : read({ ...earlier, earlier: undefined })),
  }),
);

/** What a frame says of the funnel that it counts. */
export function funnelMeta(
  plan: FunnelPlan,
  unknown: readonly string[],
  reported: readonly string[],
  comparison?: Plan['comparison'],
): Record<string, unknown> {
  const { definition, range, timezone, interval, bucket } = plan;
  const { steps, unit, order, window, exclusions } = definition;
  const notices = unknown.map((step) => {
    const near = reported.includes(step) ? [] : nearest(step, reported);
    return {
      severity: 'warning',
      text: `no call has reported the step "${step}" yet${near.length === 0 ? '' : `; nearest: ${near.join(', ')}`}`,
    };
  });
  return {
    type: bucket === undefined ? 'numeric-long' : 'timeseries-long',
    typeVersion: [0, 1],
    ...(notices.length === 0 ? {} : { notices }),
    custom: {
      from: range.from / 1_000,
      to: range.to / 1_000,
      timezone,
      ...(interval === undefined ? {} : { interval }),
      ...(comparison === undefined
        ? {}
        : {
            compare: {
              kind: comparison.kind,
              from: comparison.range.from / 1_000,
              to: comparison.range.to / 1_000,
            },
          }),
      funnel: {
        steps: steps.map(({ step, title, within }) => ({
          step,
          title,
          ...(within === undefined ? {} : { within_s: within / 1e6 }),
        })),
        unit,
        order,
        window_s: window / 1e6,
        exclusions: exclusions.map(({ step, from, to }) => ({ step, after: from + 1, before: to + 1 })),
      },
    },
  };
}

/** How many values `funnelFrame` would build. */
export function funnelCells(plan: FunnelPlan, { counts, before }: Counted, limit = Infinity): number {
  const found = plan.groups.length === 0 ? 1 : new Set(counts.map(({ group }) => JSON.stringify(group))).size;
  const columns = 2 + plan.groups.length + MEASURED.length + (before === undefined ? 0 : EARLIER.length);
  const { length: buckets } = bucketsOf(plan.bucket, plan.range, plan.timezone);
  return buckets * Math.min(found, limit) * plan.definition.steps.length * columns;
}

/** A row for each step, in each bucket and group. */
export function funnelFrame(
  refId: string,
  plan: FunnelPlan,
  meta: Readonly<Record<string, unknown>>,
  counted: Counted,
  limit: number | undefined,
): Frame {
  const { time, groups } = cellColumns<StepRow>(plan);
  const measured = counted.before === undefined ? MEASURED : [...MEASURED, ...EARLIER];
  const columns = [...time, stepColumn<StepRow>(plan), ...groups, ...measured];
  return tableFrame(refId, refId, meta, columns, rowsOf(plan, counted, limit));
}

interface BinRow extends Omit<Bin, 'step'> {
  readonly step: string;
  readonly time: undefined;
}

/** A row for each step, group and bin of time in which there is any unit. */
export function histogramFrame(
  refId: string,
  plan: FunnelPlan,
  bins: readonly Bin[],
  groups: readonly (readonly FrameValue[])[],
): Frame {
  const place = new Map(groups.map((group, index) => [JSON.stringify(group), index]));
  const orderOf = ({ group }: Bin): number => place.get(JSON.stringify(group)) ?? 0;
  const rows = bins
    .filter(({ group }) => place.has(JSON.stringify(group)))
    .sort((a, b) => orderOf(a) - orderOf(b) || a.step - b.step || a.from - b.from)
    .map((bin): BinRow => ({ ...bin, step: plan.definition.steps[bin.step]?.step ?? '', time: undefined }));
  const columns = [
    stepColumn<BinRow>(plan),
    ...cellColumns<BinRow>({ ...plan, bucket: undefined }).groups,
    column<BinRow>('from_s', 'number', { displayName: 'From', unit: 's' }, ({ from }) => from),
    column<BinRow>('to_s', 'number', { displayName: 'To', description: 'Not included', unit: 's' }, ({ to }) => to),
    column<BinRow>('count', 'number', { displayName: 'Units', unit: 'short' }, (bin) => bin.count),
  ];
  return tableFrame(refId, `${refId} histogram`, { type: 'table' }, columns, rows);
}
