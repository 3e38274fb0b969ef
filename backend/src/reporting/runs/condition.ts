import type { QueryResult } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import type { Report } from '@callsight/contract/reports/report';
import type { Condition, ConditionOperator } from '@callsight/contract/reports/schedule';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { DAY_MS } from '../../lib/time/durations.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Millis } from '../../lib/time/units.js';

/** A metric is compared with what is usual by the hour in periods up to this length, by the day in longer ones. */
const HOURLY_MS = 2 * DAY_MS;

const COMPARE: Readonly<Record<ConditionOperator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** What a condition is judged on. */
export interface Judged {
  readonly tenant: string;
  readonly report: Pick<Report, 'filters' | 'timezone' | 'compare'>;
  /** Epoch milliseconds, half-open. */
  readonly period: { readonly from: Millis; readonly to: Millis };
}

export interface ConditionSources {
  /** Answers queries of a tenant by their refId. */
  readonly ask: (
    tenant: string,
    request: {
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly queries: readonly object[];
    },
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, QueryResult>>>;
  /** Levels at which a threshold fired within a period. @throws QueryError where there is no such threshold */
  readonly fired: (
    tenant: string,
    threshold: string,
    period: Judged['period'],
    signal: AbortSignal,
  ) => Promise<readonly ('warning' | 'critical')[]>;
}

export interface Verdict {
  readonly holds: boolean;
  /** What was compared; null where there was nothing to compare. */
  readonly value: number | null;
  /** Why it holds or does not, for the history. */
  readonly text: string;
}

/** Columns of the one frame of an answer, by their name. @throws QueryError */
async function columnsOf(
  { tenant, report, period }: Judged,
  query: object,
  { ask }: ConditionSources,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const { from, to } = period;
  const request = {
    from: isoOf(from),
    to: isoOf(to),
    timezone: report.timezone,
    queries: [{ refId: 'condition', ...query }],
  };
  const answer = (await ask(tenant, request, signal))['condition'];
  if (answer === undefined) throw new Error('a query has an answer');
  if (!('frames' in answer)) throw new QueryError(answer.error.code, answer.error.message, answer.error.path);
  const [frame] = answer.frames;
  return new Map(frame?.schema.fields.map(({ name }, index) => [name, frame.data.values[index] ?? []]));
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const filtersOf = (judged: Judged, own: readonly Filter[] = []): { filters?: readonly Filter[] } => {
  const filters = [...(judged.report.filters ?? []), ...own];
  return filters.length === 0 ? {} : { filters };
};

type OfMetric = Extract<Condition, { readonly metric: string }>;

/** How a measure of a metric is asked for, and found in the answer. */
const MEASURES: Readonly<
  Record<
    NonNullable<OfMetric['of']>,
    (condition: OfMetric, judged: Judged, sources: ConditionSources, signal: AbortSignal) => Promise<number | null>
  >
> = {
  value: async ({ metric, filters }, judged, sources, signal) => {
    const columns = await columnsOf(judged, { metrics: [metric], ...filtersOf(judged, filters) }, sources, signal);
    return numberOf(columns.get(metric)?.[0]);
  },
  change: async ({ metric, filters }, judged, sources, signal) => {
    const compare = judged.report.compare ?? 'previous_period';
    const query = { metrics: [metric], compare, ...filtersOf(judged, filters) };
    const columns = await columnsOf(judged, query, sources, signal);
    const value = numberOf(columns.get(metric)?.[0]);
    const previous = numberOf(columns.get(`${metric}_previous`)?.[0]);
    return value === null || previous === null || previous === 0 ? null : (value - previous) / Math.abs(previous);
  },
  anomaly: async ({ metric, filters }, judged, sources, signal) => {
    const { from, to } = judged.period;
    const interval = to - from <= HOURLY_MS ? '1h' : '1d';
    const query = { metrics: [metric], interval, baseline: true, ...filtersOf(judged, filters) };
    const columns = await columnsOf(judged, query, sources, signal);
    const scores = (columns.get(`${metric}_anomaly`) ?? []).filter((score) => typeof score === 'number');
    return scores.reduce<number | null>((far, score) => (Math.abs(score) > Math.abs(far ?? 0) ? score : far), null);
  },
};

const WORDS: Readonly<Record<NonNullable<OfMetric['of']>, string>> = {
  value: '',
  change: ' changed by',
  anomaly: ' differs from what is usual by',
};

/**
 * Whether a report is worth sending. Nothing to compare, such as a change from a period without calls, holds no condition.
 * @throws QueryError; what asking throws
 */
export async function judgeCondition(
  condition: Condition,
  judged: Judged,
  sources: ConditionSources,
  signal: AbortSignal,
): Promise<Verdict> {
  if ('threshold' in condition) {
    const { threshold, level = 'warning' } = condition;
    const levels = await sources.fired(judged.tenant, threshold, judged.period, signal);
    const counted = levels.filter((one) => level === 'warning' || one === 'critical').length;
    const text = `${threshold} fired ${counted} times at ${level} or above in the period`;
    return { holds: counted > 0, value: counted, text };
  }
  if ('has_data' in condition) {
    const columns = await columnsOf(judged, { metrics: ['calls.count'], ...filtersOf(judged) }, sources, signal);
    const calls = numberOf(columns.get('calls.count')?.[0]);
    return { holds: (calls ?? 0) > 0, value: calls, text: `${calls ?? 0} calls began in the period` };
  }
  const { metric, of = 'value', op, value: limit } = condition;
  const value = await MEASURES[of](condition, judged, sources, signal);
  if (value === null) return { holds: false, value, text: `${metric} has no ${of} in the period` };
  const holds = COMPARE[op](value, limit);
  return { holds, value, text: `${metric}${WORDS[of]} ${value}, ${holds ? '' : 'not '}${op} ${limit}` };
}
