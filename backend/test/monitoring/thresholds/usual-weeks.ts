import { MINUTES_A_DAY } from '../../../src/analytics/baselines/local-clock.js';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { offsetSpans } from '../../../src/lib/time/zone.js';
import { minutesOf, World, type Chance, type Shape } from '../evidence/world.js';

const MINUTE = 60_000;
const DAY = MINUTES_A_DAY * MINUTE;

/** Monday, 00:00 UTC. */
export const FIRST_MONDAY = Date.parse('2026-03-02T00:00:00Z');

/** What befalls the calls of a time. */
interface Incident {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Share of calls with an error; 2 % otherwise. */
  readonly errors?: number;
  /** Factor on the calls. */
  readonly calls?: number;
}

export interface UsualWeeks {
  readonly seed: number;
  readonly weeks: number;
  /** Calls of the busiest hour. */
  readonly peak: number;
  /** Nothing is sent after it; epoch milliseconds. */
  readonly until?: number;
  readonly agents?: readonly string[];
  readonly incidents?: readonly Incident[];
  /** First Monday, 00:00 UTC; epoch milliseconds. */
  readonly from?: number;
  readonly shape?: Shape;
  /** What else is reported of a call that begins at a time, epoch milliseconds. */
  readonly more?: (start: number, agent: string, chance: Chance) => Pick<PhoneCall, 'turns' | 'end'>;
  /** Zone whose clock the calls follow; UTC if absent. Incidents are in UTC nevertheless. */
  readonly zone?: string;
}

const USUAL_ERRORS = 0.02;

const incidentAt = (at: number, incidents: readonly Incident[] = []): Incident | undefined =>
  incidents.find(({ from, to }) => at >= from && at < to);

const errorsAt = (at: number, incidents?: readonly Incident[]): number =>
  incidentAt(at, incidents)?.errors ?? USUAL_ERRORS;

/** Begins of calls with the rhythm of a week, epoch milliseconds, in their order of minutes. */
function* startsOf({ seed, weeks, peak, incidents, from = FIRST_MONDAY, shape = 'office', zone = 'UTC' }: UsualWeeks) {
  const offsetAt = offsetsOf(zone, from, from + weeks * 7 * DAY);
  const factor = (day: number, slot: number): number =>
    incidentAt(from + day * DAY + slot * 5 * MINUTE, incidents)?.calls ?? 1;
  const { counts, chance } = new World({ seed, weeks, peak, growth: 0, factor, shape });
  for (const [day, slots] of counts.entries())
    for (const [minute, count] of minutesOf(chance, slots).entries())
      for (let index = 0; index < count; index += 1) {
        const local = from + day * DAY + (minute + chance.uniform()) * MINUTE;
        yield { id: `${seed}-${day}-${minute}-${index}`, start: local - offsetAt(local), chance };
      }
}

/** How far the clock of a zone is ahead of UTC, by the time that it shows; milliseconds. */
function offsetsOf(zone: string, from: number, to: number): (local: number) => number {
  const spans = offsetSpans(zone, (from - DAY) * 1_000, (to + DAY) * 1_000).toReversed();
  return (local) => {
    const span = spans.find((one) => local * 1_000 - one.offset >= one.from) ?? spans.at(-1);
    return (span?.offset ?? 0) / 1_000;
  };
}

/** Calls of some weeks with their rhythm, minute by minute, as events. */
export function* usualCalls(weeks: UsualWeeks) {
  const { until = Infinity, agents = ['anna'], incidents, more } = weeks;
  for (const { id, start, chance } of startsOf(weeks)) {
    const errors = Number(chance.uniform() < errorsAt(start, incidents));
    const agent = agents[Math.floor(chance.uniform() * agents.length)] ?? 'anna';
    const { end, turns = [] } = more?.(start, agent, chance) ?? {};
    if (start >= until) continue;
    yield* phoneCall({
      id,
      start: Math.round(start * 1_000),
      agent,
      answered: 4,
      ended: 30,
      turns,
      end: { errors, ...end },
    });
  }
}

const BATCH = 1_000;

/** Sends events in batches. @returns how many */
export async function sendAll(client: TenantClient, events: Iterable<object>): Promise<number> {
  let batch: object[] = [];
  let sent = 0;
  for (const event of events) {
    batch.push(event);
    if (batch.length < BATCH) continue;
    await client.send(batch);
    sent += batch.length;
    batch = [];
  }
  if (batch.length > 0) await client.send(batch);
  return sent + batch.length;
}
