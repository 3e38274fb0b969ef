import type { Frame, QueryAnswer } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import type { OverviewRange } from '../overview-range.js';
import type { Result, OverviewFigures } from './figures.js';
import { overviewRequests } from './requests.js';
import { readActive, readAgents, readKpis, readOutcomes, readSeries } from './read-figures.js';
import { columnsOf, frameOf } from './read-frame.js';

const mapResult = <T, R>(result: Result<T>, read: (data: T) => R): Result<R> =>
  'data' in result ? { data: read(result.data) } : result;

interface OverviewQuery {
  /** Answers as `POST /v1/query` does. */
  readonly query: (request: QueryRequest) => Promise<QueryAnswer>;
  readonly range: OverviewRange;
  readonly timezone: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly onError: (error: unknown) => void;
}

const callsIn = (kpis: Result<Frame>): number =>
  'data' in kpis ? (columnsOf(kpis.data).find(({ metric }) => metric === 'calls.count')?.values[0] ?? 0) : 0;

/** Start and end of the range, epoch milliseconds, as the engine has read them. */
function endsOf(frame: Result<Frame>, now: number): { from: number; to: number } {
  const custom = 'data' in frame ? frame.data.schema.meta['custom'] : undefined;
  const ends: { from?: unknown; to?: unknown } = typeof custom === 'object' && custom !== null ? custom : {};
  return { from: typeof ends.from === 'number' ? ends.from : now, to: typeof ends.to === 'number' ? ends.to : now };
}

/** A range without calls says nothing about others; only then is it worth a query whether there is any call at all. */
async function hasAnyCalls(
  query: (request: QueryRequest) => Promise<QueryAnswer>,
  calls: number,
  isKnown: boolean,
): Promise<boolean> {
  if (calls > 0 || !isKnown) return true;
  const ever = frameOf(
    await query({ from: 'now-25y', to: 'now+1d', queries: [{ refId: 'kpi', metrics: ['calls.count'] }] }),
    'kpi',
  );
  return !('data' in ever) || callsIn(ever) > 0;
}

/** Queries everything that the page shows. A query that fails becomes the failure of its section and leaves the rest alone. */
export async function queryOverview({ query, range, timezone, now, onError }: OverviewQuery): Promise<OverviewFigures> {
  const tryQuery = async (request: QueryRequest): Promise<QueryAnswer> => {
    try {
      return await query(request);
    } catch (error) {
      onError(error);
      return { results: {} };
    }
  };
  const [current, before, beforeSeries] = await Promise.all(overviewRequests(range, timezone).map(tryQuery));
  const read = (from: QueryAnswer | undefined, refId: string): Result<Frame> => frameOf(from ?? { results: {} }, refId);
  const kpi = read(current, 'kpi');
  const previous = read(before, 'kpi');
  const calls = callsIn(kpi);
  return {
    ...endsOf(kpi, now),
    now,
    calls,
    callsBefore: callsIn(previous),
    hasCalls: await hasAnyCalls(tryQuery, calls, 'data' in kpi),
    kpis: mapResult(kpi, (frame) => readKpis(frame, previous)),
    series: mapResult(read(current, 'series'), (frame) => readSeries(frame, read(beforeSeries, 'series'))),
    outcomes: mapResult(read(current, 'outcomes'), readOutcomes),
    agents: mapResult(read(current, 'agents'), (frame) => readAgents(frame, read(current, 'names'))),
    active: mapResult(read(current, 'active'), readActive),
  };
}
