import fc from 'fast-check';
import { randomEvents } from '../stories/random-events.js';
import type { TestEvent } from '../support/events/event.js';
import type { Range } from './kpi-cells.js';
import { businessEvents } from './business-events.js';
import { nastyCall, randomSamples } from './record-events.js';

const DAY = 86_400_000;

/** Present time of the tests, epoch milliseconds; all events are before it. */
export const KPI_NOW = Date.parse('2026-05-10T12:00:00Z');

const CENTRE = KPI_NOW - 6 * DAY;

/** Whole days around all events. */
export const KPI_RANGE: Range = { from: Date.parse('2026-05-01T00:00:00Z'), to: Date.parse('2026-05-13T00:00:00Z') };

const PORTIONS = 3;

/**
 * Random calls, checks, errors and samples, and the call with every character that could be in the way, in three portions:
 * what changes a call, ends it or tells of its start comes with the same, an earlier or a later one than the rest of it.
 */
export function historyPortions(seed: number, runs = 5): TestEvent[][] {
  const events = fc
    .sample(randomEvents(CENTRE * 1_000), { numRuns: runs, seed })
    .flatMap((some, run) => some.map((event) => renamed(event, String(run))));
  const all = [...events, ...randomSamples(CENTRE, seed), ...nastyCall(CENTRE), ...businessEvents(CENTRE + DAY, seed)];
  return Array.from({ length: PORTIONS }, (_, portion) =>
    all.filter((_event, index) => (index * 7 + Math.floor(index / 5)) % PORTIONS === portion),
  );
}

/** The same event of another call: each run of random events numbers its calls anew. */
const renamed = (event: TestEvent, run: string): TestEvent => ({
  ...event,
  id: `${event.id}-${run}`,
  subject: `${event.subject}-${run}`,
});
