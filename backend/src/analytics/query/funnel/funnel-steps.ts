import { SECOND_MICROS } from '../../../lib/time/durations.js';
import type { FrameValue } from '@callsight/contract/query/answer';
import { toGroupValue } from '../group-value.js';
import type { RunStatement } from '../measure.js';
import type { FunnelPlan } from './funnel-plan.js';
import { dependsOnWindowOnly } from './walk-sql.js';
import { unitBucket, type FunnelSql } from './funnel-sql.js';

/** One step of one bucket and group: how many units, and how long they took from the step before. */
export interface StepCount {
  /** Units that came this far. */
  readonly reached: number;
  /** Units that came no further and still can. */
  readonly pending: number;
  /** Seconds; null where nobody came so far, and for step 1. */
  readonly median: number | null;
  readonly p90: number | null;
}

/** The steps of one group in one bucket, in their order. */
export interface GroupCount {
  readonly group: readonly FrameValue[];
  readonly bucket: number;
  readonly steps: readonly StepCount[];
}

const groupList = ({ groups }: FunnelPlan): string => groups.map((_, index) => `, g${index}`).join('');

/** SQL of how many units stopped at a step and can still go on. */
function pendingSql({ definition }: FunnelPlan, count: number): string {
  const last = definition.steps.length;
  if (count === last) return '0';
  if (!dependsOnWindowOnly(definition)) return `count_if(reached = ${count} AND pending)`;
  // Half the time of looking at each unit's last step.
  const open = (step: number): string => `count_if(open AND t${step} IS NOT NULL)`;
  return `${open(count)} - ${open(count + 1)}`;
}

/** SQL that counts the units of every step, by bucket and group. */
function countsSql(plan: FunnelPlan, { tables }: FunnelSql): string {
  const columns = plan.definition.steps.flatMap((_, index) => {
    const count = index + 1;
    const quantiles = `quantile_cont(t${count} - t${index}, [0.5, 0.9]) AS q${count}`;
    return [
      `count(t${count}) AS r${count}`,
      `${pendingSql(plan, count)} AS p${count}`,
      ...(index === 0 ? [] : [quantiles]),
    ];
  });
  return `${tables} SELECT ${unitBucket(plan)} AS b${groupList(plan)}, ${columns.join(', ')} FROM units GROUP BY ALL`;
}

const seconds = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value) / SECOND_MICROS;

/** A list as the database gives it. */
const itemsOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items) ? value.items : [];

/** @returns a group for each bucket in which it has units */
export async function countSteps(plan: FunnelPlan, sql: FunnelSql, run: RunStatement): Promise<GroupCount[]> {
  const rows = await run(sql.parameters.statement(countsSql(plan, sql)));
  return rows.map((row) => ({
    group: plan.groups.map((_, index) => toGroupValue(row[`g${index}`])),
    bucket: Number(row['b']),
    steps: plan.definition.steps.map((_, index): StepCount => {
      const [median, p90] = itemsOf(row[`q${index + 1}`]);
      return {
        reached: Number(row[`r${index + 1}`]),
        pending: Number(row[`p${index + 1}`]),
        median: seconds(median),
        p90: seconds(p90),
      };
    }),
  }));
}

/** So many units took so long from the step before, in seconds; `to` is not included. */
export interface Bin {
  readonly step: number;
  readonly group: readonly FrameValue[];
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts how long steps took, in bins that double: [0, 1) s, [1, 2), [2, 4) … */
export async function countDurations(plan: FunnelPlan, sql: FunnelSql, run: RunStatement): Promise<Bin[]> {
  const { steps } = plan.definition;
  const groups = groupList(plan);
  const parts = steps
    .slice(1)
    .map(
      (_, index) =>
        `SELECT ${index + 2} AS step${groups}, (t${index + 2} - t${index + 1}) // ${SECOND_MICROS} AS took FROM units WHERE t${index + 2} IS NOT NULL`,
    );
  if (parts.length === 0) return [];
  const rows = await run(
    sql.parameters.statement(
      `${sql.tables} SELECT step${groups}, CASE WHEN took = 0 THEN 0 ELSE length(bin(took::BIGINT)) END AS bin, count(*) AS units
       FROM (${parts.join(' UNION ALL ')}) GROUP BY ALL ORDER BY ALL`,
    ),
  );
  return rows.map((row) => {
    const bin = Number(row['bin']);
    return {
      step: Number(row['step']) - 1,
      group: plan.groups.map((_, index) => toGroupValue(row[`g${index}`])),
      from: bin === 0 ? 0 : 2 ** (bin - 1),
      to: 2 ** bin,
      count: Number(row['units']),
    };
  });
}
