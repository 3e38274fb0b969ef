import type { Frame } from '@callsight/contract/query/answer';
import type { FunnelSelection } from '@callsight/contract/query/funnel';
import type { Filter } from '@callsight/contract/query/request';
import type { SegmentsQuery } from '@callsight/contract/query/segments';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { AnswerWork } from '../answer-limits.js';
import type { RunStatement } from '../measure.js';
import type { Range } from '../plan.js';
import type { QueryContext } from '../planner.js';
import { compareSegments, type Observed } from './compare-segments.js';
import { datasetsOfComparable } from './comparable.js';
import { currenciesOf, isMoney } from './currencies.js';
import { listedSegments, type ReadInstant } from './listed-segments.js';
import { observe, type Probed } from './observe.js';
import { shareObservation } from './observation.js';
import { probeOf } from './probe.js';
import type { Segment, Segments } from './segment.js';
import { segmentsFrame } from './segments-frame.js';
import { checkSegmentsQuery } from './segments-query.js';
import { datasetsOfSubjects, FUNNEL, subjectsOf, type Described, type Subject } from './subject.js';
import { valueSegments } from './value-segments.js';

/** Some of the calls as a funnel takes them: further filters, and a range in epoch microseconds, half-open. */
interface FunnelSegment {
  readonly filters: readonly Filter[];
  readonly range: Range;
}

/** What answers come from. */
export interface SegmentSources {
  readonly run: RunStatement;
  readonly work: AnswerWork;
  /** How many of one segment entered a funnel, and how many of them came through; `filters` come on top of its own. */
  readonly funnelRate: (
    selection: FunnelSelection,
    segment: FunnelSegment,
  ) => Promise<{ readonly converted: number; readonly entered: number }>;
  readonly readInstant: ReadInstant;
}

const probedOf = (subjects: readonly Subject[], currencies: readonly (string | undefined)[]): Probed[] =>
  subjects.flatMap((subject) =>
    (isMoney(subject) ? currencies : [undefined]).map((currency) => ({
      subject,
      currency,
      probe: probeOf(subject.comparable, currency),
    })),
  );

/** A metric as it is told of, money in its currency. */
function describedOf(
  { metric: { id, title, description, unit, good } }: Subject,
  currency: string | undefined,
): Described {
  const ofMoney = currency === undefined ? 'short' : `currency${currency}`;
  return { id, title, description, unit: unit === 'currency' ? ofMoney : unit, good };
}

async function observeMetrics(
  subjects: readonly Subject[],
  segments: Segments,
  context: QueryContext,
  tenant: string,
  run: RunStatement,
  work: AnswerWork,
): Promise<Observed[]> {
  if (subjects.length === 0) return [];
  const { baseline, others, dimension } = segments;
  const spans: readonly Segment[] = dimension === undefined ? [baseline, ...others] : [baseline];
  const currencies = await currenciesOf(subjects, spans, context, tenant, run);
  const probed = probedOf(subjects, currencies);
  const observations = await observe(probed, segments, context, tenant, run, work);
  return probed.flatMap(({ subject, currency }, index): Observed[] => {
    const [first, ...rest] = observations[index] ?? [];
    if (first === undefined) return [];
    return [
      {
        described: describedOf(subject, currency),
        currency,
        test: subject.comparable.kind === 'share' ? 'two_proportion' : 'welch',
        noun: (datasetsOfComparable(subject.comparable).at(-1) ?? 'rows').slice(0, -1),
        baseline: first,
        others: rest,
      },
    ];
  });
}

async function observeFunnel(
  selection: FunnelSelection,
  { baseline, others }: Segments,
  funnelRate: SegmentSources['funnelRate'],
): Promise<Observed> {
  const rates = ({ asked, range }: Segment) => funnelRate(selection, { filters: asked, range });
  const [first, ...rest] = await Promise.all([baseline, ...others].map(rates));
  const observation = (rate: typeof first) => shareObservation(rate?.converted ?? null, rate?.entered ?? null);
  return {
    described: FUNNEL,
    currency: undefined,
    test: 'two_proportion',
    noun: 'attempt',
    baseline: observation(first),
    others: rest.map(observation),
  };
}

/**
 * Compares segments of the calls by metrics and by the conversion of a funnel (docs/conversion.md, Comparison of segments).
 * @returns one row for each metric, currency of money, and segment besides the baseline; the funnel comes last
 * @throws QueryError for what cannot be asked this way
 */
export async function answerSegments(
  { refId, segments: query }: SegmentsQuery,
  catalogue: Catalogue,
  context: QueryContext,
  tenant: string,
  { run, work, funnelRate, readInstant }: SegmentSources,
): Promise<Frame> {
  checkSegmentsQuery(query);
  const subjects = subjectsOf(query.metrics ?? [], catalogue);
  const datasets = datasetsOfSubjects(subjects, query.funnel !== undefined);
  const segments =
    query.by === undefined
      ? listedSegments(query, { catalogue, context, datasets, readInstant })
      : await valueSegments(query.by, query, { catalogue, context, datasets, tenant, run });
  const metrics = await observeMetrics(subjects, segments, context, tenant, run, work);
  const funnels = query.funnel === undefined ? [] : [await observeFunnel(query.funnel, segments, funnelRate)];
  const observed = [...metrics, ...funnels];
  const rows = compareSegments(observed, segments);
  return segmentsFrame(refId, rows, observed, segments, subjects.some(isMoney), context);
}
