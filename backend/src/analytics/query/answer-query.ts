import { ThresholdsQuery } from '@callsight/contract/monitoring/threshold';
import { AnnotationsQuery } from '@callsight/contract/query/annotations';
import type { Frame } from '@callsight/contract/query/answer';
import { AttributionQuery } from '@callsight/contract/query/attribution';
import { CallsQuery } from '@callsight/contract/query/calls';
import { AbandonmentQuery, FunnelQuery, PathsQuery } from '@callsight/contract/query/funnel';
import { MetricQuery } from '@callsight/contract/query/request';
import { SegmentsQuery } from '@callsight/contract/query/segments';
import type { TSchema } from '@sinclair/typebox';
import type { Catalogue } from '../catalogue/catalogue.js';
import { QueryError } from '../catalogue/language/query-error.js';
import { compileCheck } from '../../lib/schema/schema-check.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import { toMillis, type Millis } from '../../lib/time/units.js';
import type { AnswerWork } from './answer-limits.js';
import type { KeepStretch, MeasuredStretch } from './answer-baseline.js';
import { answerPlan } from './answer-plan.js';
import { answerAnnotations } from './annotations/answer-annotations.js';
import { answerAttribution } from './attribution/answer-attribution.js';
import { planAttribution } from './attribution/attribution-plan.js';
import { listCalls } from './calls-list.js';
import { answerAbandonment, planAbandonment } from './funnel/abandonment.js';
import { answerFunnel, funnelRate, planFunnelQuery } from './funnel/answer-funnel.js';
import type { FunnelPlan } from './funnel/funnel-plan.js';
import { answerPaths, planPaths } from './funnel/paths.js';
import { planFunnel, type SavedFunnels } from './funnel/resolve-funnel.js';
import type { RunStatement } from './measure.js';
import { startOfWeeksBefore } from './weeks-before.js';
import type { Plan, Range } from './plan.js';
import { dependsOnNow, datasetsOf, planQuery, type QueryContext } from './planner.js';
import { answerSegments, type SegmentSources } from './segments/answer-segments.js';

/** UTC days, both included, whose rows an answer depends on. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

/** What a question is answered with. */
export interface Asking {
  readonly catalogue: Catalogue;
  readonly funnels: SavedFunnels;
  readonly context: QueryContext;
  readonly tenant: string;
  readonly run: RunStatement;
  readonly work: AnswerWork;
  /** An answer that was kept under a key and still holds, else a new one; none is kept without days. */
  readonly kept: (
    key: unknown,
    days: Days | undefined,
    compute: () => Promise<readonly Frame[]>,
  ) => Promise<readonly Frame[]>;
  /** The same for a part of the weeks before a range. */
  readonly keptStretch: (
    key: unknown,
    days: Days | undefined,
    compute: () => Promise<MeasuredStretch>,
  ) => Promise<MeasuredStretch>;
  readonly readInstant: SegmentSources['readInstant'];
  /** Told which datasets are read. */
  readonly onPlanned: (datasets: readonly string[]) => void;
  readonly thresholds: ThresholdSource;
}

/** Gives the states of thresholds, which are judged elsewhere. */
export type ThresholdSource = (query: ThresholdsQuery, tenant: string, now: Millis) => Promise<Frame>;

const ALL_DAYS: Days = { first: -Infinity, last: Infinity };

const dayOf = (micros: number): number => Math.floor(micros / DAY_MICROS);

const daysOf = ({ from, to }: Range): Days => ({ first: dayOf(from), last: dayOf(to) });

/** Days that a plan depends on; none where the answer changes with the hour. */
function daysOfPlan(plan: Plan): Days | undefined {
  const datasets = datasetsOf(plan.metrics);
  // Calls and checks as spans of time.
  const usesSpans = datasets.includes('presence') || datasets.includes('uptime');
  // Observations of this service are no data of a day, and come all the time.
  if (datasets.includes('pipeline') || dependsOnNow(plan.metrics)) return undefined;
  // Who is on the phone right now, or how long a system has been up, is another question with every moment.
  if (usesSpans && plan.range.to > plan.now) return undefined;
  const weeksBefore = plan.holidays === undefined ? Infinity : startOfWeeksBefore(plan);
  const from = Math.min(plan.range.from, plan.comparison?.range.from ?? Infinity, weeksBefore);
  // A call that began long before the range may reach into it.
  return { first: usesSpans ? -Infinity : dayOf(from), last: dayOf(plan.range.to) };
}

/** Days that a funnel depends on; none as long as a window is open. */
function daysOfFunnel({ definition, range, now }: FunnelPlan, compares = false): Days | undefined {
  if (range.to + definition.window > now) return undefined;
  // A step of a call changes the day in which the call started.
  return !compares && definition.unit === 'call' && definition.steps[0]?.step === 'call.started'
    ? daysOf(range)
    : ALL_DAYS;
}

/** A frame under another name than it was kept with. */
const renamed = (frame: Frame, refId: string): Frame => ({ ...frame, schema: { ...frame.schema, refId, name: refId } });

async function answerMetrics(
  query: MetricQuery,
  { catalogue, context, tenant, run, work, kept, keptStretch, onPlanned }: Asking,
): Promise<readonly Frame[]> {
  const plan = planQuery(query, catalogue, context);
  onPlanned(datasetsOf(plan.metrics));
  const { now: _now, refId, ...key } = plan;
  const keepStretch: KeepStretch = ({ comparison: _comparison, holidays: _holidays, ...weeks }, weeksKey, compute) =>
    keptStretch(weeksKey, daysOfPlan({ ...weeks, comparison: undefined }), compute);
  const frames = await kept(key, daysOfPlan(plan), async () => [
    await answerPlan(plan, tenant, run, work, keepStretch),
  ]);
  return frames.map((frame) => renamed(frame, refId));
}

function answerFunnelQuery(query: FunnelQuery, { catalogue, funnels, context, tenant, run, work, kept }: Asking) {
  const plan = planFunnelQuery(query, catalogue, funnels, context);
  const { now: _now, ...key } = plan;
  const { limit, histogram, compare } = query.funnel;
  return kept([query.refId, key, limit, histogram, compare], daysOfFunnel(plan, compare !== undefined), () =>
    answerFunnel(query, plan, tenant, run, work),
  );
}

function answerAbandonmentQuery(query: AbandonmentQuery, { catalogue, funnels, context, tenant, run, kept }: Asking) {
  const plan = planAbandonment(query, catalogue, funnels, context);
  const { now: _now, ...key } = plan;
  return kept([query.refId, 'abandonment', key, query.abandonment.limit], daysOfFunnel(plan), async () => [
    await answerAbandonment(query, plan, tenant, run),
  ]);
}

function answerPathsQuery(query: PathsQuery, { catalogue, context, tenant, run, kept }: Asking) {
  const plan = planPaths(query, catalogue, context);
  const { now: _now, ...key } = plan;
  const days = plan.unit === 'call' ? daysOf(plan.range) : ALL_DAYS;
  return kept([query.refId, 'paths', key], days, async () => [await answerPaths(query.refId, plan, tenant, run)]);
}

function answerAttributionQuery(query: AttributionQuery, { catalogue, context, tenant, run, kept }: Asking) {
  const plan = planAttribution(query, catalogue, context);
  const { now, ...key } = plan;
  const days = plan.range.to > now ? undefined : ALL_DAYS;
  return kept([query.refId, 'attribution', key], days, async () => [
    await answerAttribution(query.refId, plan, tenant, run),
  ]);
}

async function answerAnnotationsQuery(query: AnnotationsQuery, asking: Asking): Promise<readonly Frame[]> {
  const { catalogue, context, tenant, run } = asking;
  return [await answerAnnotations(query, catalogue, context, tenant, run)];
}

async function answerSegmentsQuery(query: SegmentsQuery, asking: Asking): Promise<readonly Frame[]> {
  const { catalogue, funnels, context, tenant, run, work, readInstant } = asking;
  const frame = await answerSegments(query, catalogue, context, tenant, {
    run,
    work,
    readInstant,
    funnelRate: (selection, { filters, range }) => {
      const narrowed = { ...selection, filters: [...(selection.filters ?? []), ...filters] };
      const asked = { selection: narrowed, groupBy: [], path: '/segments/funnel', groupsPath: '/segments/by' };
      return funnelRate(planFunnel(asked, catalogue, funnels, { ...context, range }), tenant, run);
    },
  });
  return [frame];
}

async function answerThresholdsQuery(query: ThresholdsQuery, asking: Asking): Promise<readonly Frame[]> {
  const { thresholds, tenant, context } = asking;
  return [await thresholds(query, tenant, toMillis(context.now))];
}

/** A kind of question, known by a key that no other has. */
interface Kind {
  readonly key: string;
  readonly check: (
    query: unknown,
  ) => { readonly code: string; readonly message: string; readonly path?: string } | undefined;
  readonly answer: (query: never, asking: Asking) => Promise<readonly Frame[]>;
}

function kind(key: string, schema: TSchema, answer: Kind['answer']): Kind {
  return { key, check: compileCheck(schema, '', 'invalid_query'), answer };
}

const METRICS = kind('metrics', MetricQuery, answerMetrics);

const KINDS: readonly Kind[] = [
  kind('calls', CallsQuery, async (query: CallsQuery, asking) => [await listCalls(query, asking)]),
  kind('funnel', FunnelQuery, answerFunnelQuery),
  kind('abandonment', AbandonmentQuery, answerAbandonmentQuery),
  kind('paths', PathsQuery, answerPathsQuery),
  kind('attribution', AttributionQuery, answerAttributionQuery),
  kind('segments', SegmentsQuery, answerSegmentsQuery),
  kind('annotations', AnnotationsQuery, answerAnnotationsQuery),
  kind('thresholds', ThresholdsQuery, answerThresholdsQuery),
];

const kindOf = (query: Readonly<Record<string, unknown>>): Kind => KINDS.find(({ key }) => key in query) ?? METRICS;

/** Name of the kind that a query is of. */
export const kindName = (query: Readonly<Record<string, unknown>>): string => kindOf(query).key;

/** Answers one query, of whatever kind it is. @throws QueryError */
export function answerQuery(query: Readonly<Record<string, unknown>>, asking: Asking): Promise<readonly Frame[]> {
  const { check, answer } = kindOf(query);
  const wrong = check(query);
  if (wrong !== undefined) throw new QueryError(wrong.code, wrong.message, wrong.path);
  return answer(query as never, asking);
}
