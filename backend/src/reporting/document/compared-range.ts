import { DAY_MS } from '../../lib/time/durations.js';
import { FrameTable } from './frame-table.js';
import { isFailure, type Answers, type Ask, type Query } from './queries.js';
import { overPeriod, type Plan, type Range } from './section-maker.js';
import { columnOf, VOLUME } from './totals.js';

/** So long before the range of the comparison, nothing means that there is nothing at all. */
const BEFORE_MS = 28 * DAY_MS;

/** Calls by day, of the period and of what it is compared with. */
export const courseQuery = (plan: Plan): Query =>
  overPeriod(plan, {
    metrics: [VOLUME],
    interval: '1d',
    ...(plan.compare === undefined ? {} : { compare: plan.compare }),
  });

export interface ComparedRange {
  readonly range: Range | undefined;
  /** The first calls lie within the range: it is no whole period, and differing from it says nothing. */
  readonly isCut: boolean;
}

/** The range that a report is compared with, and whether there are calls in all of it. */
export async function comparedRange(answers: Answers, plan: Plan, ask: Ask): Promise<ComparedRange> {
  const answer = answers.of(courseQuery(plan));
  const [frame] = isFailure(answer) ? [] : answer;
  const range = frame === undefined ? undefined : new FrameTable(frame).comparison;
  if (range === undefined) return { range, isCut: false };
  const previous = columnOf(answers, courseQuery(plan), VOLUME)?.previous ?? [];
  const begins = previous.findIndex((value) => (value ?? 0) > 0);
  if (begins <= 0) return { range, isCut: false };
  const before: Query = { from: range.from - BEFORE_MS, to: range.from, body: { metrics: [VOLUME] } };
  await answers.add([before], ask);
  return { range, isCut: (columnOf(answers, before, VOLUME)?.values[0] ?? 0) === 0 };
}
