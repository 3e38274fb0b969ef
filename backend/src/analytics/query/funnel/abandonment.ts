import type { Frame, FrameValue } from '@callsight/contract/query/answer';
import type { AbandonmentQuery } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { bucketsOf } from '../buckets.js';
import { toGroupValue } from '../group-value.js';
import { compareGroups } from '../compare-groups.js';
import type { RunStatement } from '../measure.js';
import type { QueryContext } from '../planner.js';
import { column, tableFrame } from '../table-frame.js';
import { knownSteps } from './answer-funnel.js';
import { cellColumns, funnelMeta } from './funnel-frame.js';
import type { FunnelPlan } from './funnel-plan.js';
import { funnelSql, unitBucket, type FunnelSql } from './funnel-sql.js';
import { countSteps } from './funnel-steps.js';
import { planFunnel, readSteps, type SavedFunnels } from './resolve-funnel.js';

/** Units of a group that left at one step. */
interface Left {
  readonly bucket: number;
  readonly time: number | undefined;
  /** Place of the last step that they reached, counted from 0. */
  readonly place: number;
  readonly group: readonly FrameValue[];
  readonly dropped: number;
  /** Units that reached the step, and units that dropped anywhere; in the same bucket. */
  readonly reached: number;
  readonly all: number;
  /** Seconds. */
  readonly wait: number | null;
  readonly after: number | null;
}

/** Checks a query about who left a funnel. */
export function planAbandonment(
  { abandonment: { groupBy = ['end_reason'], interval, limit: _limit, ...selection } }: AbandonmentQuery,
  catalogue: Catalogue,
  saved: SavedFunnels,
  context: QueryContext,
): FunnelPlan {
  return planFunnel(
    { selection, groupBy, interval, path: '/abandonment', groupsPath: '/abandonment/groupBy' },
    catalogue,
    saved,
    context,
  );
}

const seconds = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value) / 1e6);

type Counted = Omit<Left, 'reached' | 'all' | 'time'>;

async function countLeft(plan: FunnelPlan, { tables, parameters }: FunnelSql, run: RunStatement): Promise<Counted[]> {
  const { steps } = plan.definition;
  const groups = plan.groups.map((_, index) => `, g${index}`).join('');
  const last = `CASE reached ${steps.map((_, index) => `WHEN ${index + 1} THEN t${index + 1}`).join(' ')} END`;
  const rows = await run(
    parameters.statement(`${tables}
      SELECT ${unitBucket(plan)} AS b, reached${groups}, count(*) AS dropped, median("wait") AS waited,
        median(ended_at - ${last}) FILTER (WHERE ended_at > ${last}) AS stayed
      FROM units WHERE reached < ${steps.length} AND NOT pending GROUP BY ALL`),
  );
  return rows.map((row) => ({
    bucket: Number(row['b']),
    place: Number(row['reached']) - 1,
    group: plan.groups.map((_, index) => toGroupValue(row[`g${index}`])),
    dropped: Number(row['dropped']),
    wait: seconds(row['waited']),
    after: seconds(row['stayed']),
  }));
}

/** Puts rows in order: by bucket, by step, most first. */
const inOrder = (a: Left, b: Left): number =>
  a.bucket - b.bucket || a.place - b.place || b.dropped - a.dropped || compareGroups(a.group, b.group);

async function leftOf(plan: FunnelPlan, sql: FunnelSql, run: RunStatement, overall: FunnelSql): Promise<Left[]> {
  const left = await countLeft(plan, sql, run);
  const counts = await countSteps({ ...plan, groups: [] }, overall, run);
  const reached = new Map(counts.map(({ bucket, steps }) => [bucket, steps]));
  const times = new Map(bucketsOf(plan.bucket, plan.range, plan.timezone).map(({ index, time }) => [index, time]));
  const totals = new Map<number, number>();
  for (const { bucket, dropped } of left) totals.set(bucket, (totals.get(bucket) ?? 0) + dropped);
  return left
    .map((one): Left => ({
      ...one,
      time: times.get(one.bucket),
      reached: reached.get(one.bucket)?.[one.place]?.reached ?? 0,
      all: totals.get(one.bucket) ?? 0,
    }))
    .sort(inOrder);
}

/** Tells where, when and why units leave a funnel: those that dropped, by the last step that they reached and by groups. */
export async function answerAbandonment(
  { refId, abandonment: { limit } }: AbandonmentQuery,
  plan: FunnelPlan,
  tenant: string,
  run: RunStatement,
): Promise<Frame> {
  const known = await readSteps(tenant, run);
  const sql = funnelSql(plan, tenant, known);
  const rows = (await leftOf(plan, sql, run, funnelSql({ ...plan, groups: [] }, tenant, known))).slice(0, limit);
  const { steps } = plan.definition;
  const { time, groups } = cellColumns<Left>(plan);
  const columns = [
    ...time,
    column<Left>('step', 'string', { displayName: 'Last step' }, ({ place }) => steps[place]?.step ?? null),
    column<Left>('next_step', 'string', { displayName: 'Next step' }, ({ place }) => steps[place + 1]?.step ?? null),
    ...groups,
    column<Left>('dropped', 'number', { displayName: 'Dropped', unit: 'short' }, ({ dropped }) => dropped),
    column<Left>(
      'share',
      'number',
      { displayName: 'Share', description: 'Of all that dropped', unit: 'percentunit' },
      ({ dropped, all }) => dropped / all,
    ),
    column<Left>(
      'rate',
      'number',
      { displayName: 'Drop-off', description: 'Of those that reached the step', unit: 'percentunit' },
      ({ dropped, reached }) => (reached === 0 ? null : dropped / reached),
    ),
    column<Left>(
      'median_wait_s',
      'number',
      { displayName: 'Wait, median', description: 'Wait of the call in which they began', unit: 's' },
      ({ wait }) => wait,
    ),
    column<Left>(
      'median_left_s',
      'number',
      { displayName: 'Left after, median', description: 'From the last step to the end of the call', unit: 's' },
      ({ after }) => after,
    ),
  ];
  return tableFrame(refId, refId, funnelMeta(plan, sql.unknown, knownSteps(known)), columns, rows);
}
