import type { Frame, QueryAnswer } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import type { OverviewRange } from '../overview-range.js';
import type { Answered, OverviewFigures } from './figures.js';
import { questions } from './questions.js';
import { readActive, readAgents, readKpis, readOutcomes, readSeries } from './read-figures.js';
import { columnsOf, frameOf } from './read-frame.js';

const mapAnswered = <T, R>(answered: Answered<T>, read: (data: T) => R): Answered<R> =>
  'data' in answered ? { data: read(answered.data) } : answered;

interface Asked {
  /** Answers as `POST /v1/query` does. */
  readonly answer: (request: QueryRequest) => Promise<QueryAnswer>;
  readonly range: OverviewRange;
  readonly timezone: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly onError: (error: unknown) => void;
}

const callsIn = (kpis: Answered<Frame>): number =>
  'data' in kpis ? (columnsOf(kpis.data).find(({ metric }) => metric === 'calls.count')?.values[0] ?? 0) : 0;

/** Start and end of the range, epoch milliseconds, as the engine has read them. */
function endsOf(frame: Answered<Frame>, now: number): { from: number; to: number } {
  const custom = 'data' in frame ? frame.data.schema.meta['custom'] : undefined;
  const ends: { from?: unknown; to?: unknown } = typeof custom === 'object' && custom !== null ? custom : {};
  return { from: typeof ends.from === 'number' ? ends.from : now, to: typeof ends.to === 'number' ? ends.to : now };
}

/** A range without calls says nothing about others; only then is it worth asking whether there is any call at all. */
async function hasAnyCalls(
  ask: (request: QueryRequest) => Promise<QueryAnswer>,
  calls: number,
  isKnown: boolean,
): Promise<boolean> {
  if (calls > 0 || !isKnown) return true;
  const ever = frameOf(
    await ask({ from: 'now-25y', to: 'now+1d', queries: [{ refId: 'kpi', metrics: ['calls.count'] }] }),
    'kpi',
  );
  return !('data' in ever) || callsIn(ever) > 0;
}

/** Asks for everything that the page shows. What cannot be answered is told in its place and leaves the rest alone. */
export async function askOverview({ answer, range, timezone, now, onError }: Asked): Promise<OverviewFigures> {
  const ask = async (request: QueryRequest): Promise<QueryAnswer> => {
    try {
      return await answer(request);
    } catch (error) {
      onError(error);
      return { results: {} };
    }
  };
  const [current, before, beforeSeries] = await Promise.all(questions(range, timezone).map(ask));
  const read = (from: QueryAnswer | undefined, refId: string): Answered<Frame> =>
    frameOf(from ?? { results: {} }, refId);
  const kpi = read(current, 'kpi');
  const previous = read(before, 'kpi');
  const calls = callsIn(kpi);
  return {
    ...endsOf(kpi, now),
    now,
    calls,
    callsBefore: callsIn(previous),
    hasCalls: await hasAnyCalls(ask, calls, 'data' in kpi),
    kpis: mapAnswered(kpi, (frame) => readKpis(frame, previous)),
    series: mapAnswered(read(current, 'series'), (frame) => readSeries(frame, read(beforeSeries, 'series'))),
    outcomes: mapAnswered(read(current, 'outcomes'), readOutcomes),
    agents: mapAnswered(read(current, 'agents'), (frame) => readAgents(frame, read(current, 'names'))),
    active: mapAnswered(read(current, 'active'), readActive),
  };
}
