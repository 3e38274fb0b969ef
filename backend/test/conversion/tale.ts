import fc from 'fast-check';
import type { RunningService, TenantClient } from '../support/running-service.js';
import { micros } from './moment.js';
import { BASE, randomHistory, slot } from './random-history.js';
import type { Row } from './reference-cells.js';
import type { Scope } from './reference-funnel.js';
import type { Question } from './reference.js';
import { rowsOfFrames, send } from './story.js';
import type { Told } from './tell.js';

const MINUTE = 60_000_000;

/** A moment at which nothing happens, or one at which something does; some of what is told may lie ahead. */
const present = fc
  .tuple(
    fc.oneof({ arbitrary: slot, weight: 1 }, { arbitrary: fc.constant(BASE + 4_320 * MINUTE), weight: 2 }),
    fc.constantFrom(0, -3, 25),
  )
  .map(([at, minutes]) => at + minutes * MINUTE);

const isKnown =
  (now: number) =>
  ({ time }: Told): boolean =>
    micros(time) <= now + 4 * MINUTE;

export interface Tale {
  readonly now: number;
  readonly events: readonly Told[];
  /** The same in the order in which they are sent, some of them again. */
  readonly sent: readonly Told[];
  readonly cut: number;
}

/** What some people did, known up to a moment, and sent in any order in two parts. */
export const tale: fc.Arbitrary<Tale> = fc
  .tuple(randomHistory, present)
  .map(([events, now]) => ({ now, events: events.filter(isKnown(now)) }))
  .filter(({ events }) => events.length > 0)
  .chain(({ now, events }) =>
    fc
      .record({
        order: fc.shuffledSubarray([...events], { minLength: events.length }),
        again: fc.subarray([...events], { maxLength: Math.min(3, events.length) }),
        cut: fc.nat({ max: events.length }),
      })
      .map(({ order, again, cut }) => ({ now, events, sent: [...order, ...again], cut })),
  );

/** A tenant of its own that everything was sent to. */
export async function tenantOf(service: RunningService, { now, sent, cut }: Tale): Promise<TenantClient> {
  service.now = now / 1_000;
  const tenant = await service.tenant();
  for (const part of [sent.slice(0, cut), sent.slice(cut)]) {
    if (part.length > 0) await send(tenant, part);
    await service.settled();
  }
  return tenant;
}

/** The frames of several questions about one range, asked in one request. */
export async function askAll(tenant: TenantClient, scope: Scope, questions: readonly Question[]): Promise<Row[][][]> {
  const queries = questions.map((question, place) => ({ refId: `Q${place}`, ...question }));
  const range = { from: scope.from / 1_000, to: scope.to / 1_000, timezone: scope.zone };
  const answer = await tenant.query({ ...range, queries });
  return queries.map(({ refId }) => rowsOfFrames(answer, refId));
}
