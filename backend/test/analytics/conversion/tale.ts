import fc from 'fast-check';
import type { TenantClient } from '../../support/service/tenant-client.js';
import type { TestService } from '../../support/service/test-service.js';
import { micros } from '../../support/events/time.js';
import { BASE, randomHistory, slot } from '../../stories/random-history.js';
import { randomScope } from './random-questions.js';
import { isOf } from '../../reference/business.js';
import type { Row } from '../../reference/cells.js';
import type { Scope } from '../../reference/funnel.js';
import { historyOf, type History } from '../../reference/history.js';
import type { Question } from '../../reference/answer.js';
import { rowsOfFrames, send } from '../../stories/story.js';
import type { TestEvent } from '../../support/events/event.js';

const MINUTE = 60_000_000;

/** What some people did, and what is asked about it. */
interface Tale<T> {
  readonly events: readonly TestEvent[];
  /** The same in the order in which they are sent, some of them again. */
  readonly sent: readonly TestEvent[];
  /** How many of them are sent at first. */
  readonly cut: number;
  readonly scope: Scope;
  readonly asked: T;
}

/** Tales of several tenants, known up to the same moment. */
interface Tales<T> {
  /** Epoch microseconds. */
  readonly now: number;
  readonly tales: readonly Tale<T>[];
}

/** A moment at which nothing happens, or one at which something does; some of what is told may lie ahead. */
const present = fc
  .tuple(
    fc.oneof({ arbitrary: slot, weight: 1 }, { arbitrary: fc.constant(BASE + 4_320 * MINUTE), weight: 2 }),
    fc.constantFrom(0, -3, 25),
  )
  .map(([at, minutes]) => at + minutes * MINUTE);

/** In any order, in two parts. */
const sending = (events: readonly TestEvent[]) =>
  fc
    .record({
      order: fc.shuffledSubarray([...events], { minLength: events.length }),
      again: fc.subarray([...events], { maxLength: Math.min(3, events.length) }),
      cut: fc.nat({ max: events.length }),
    })
    .map(({ order, again, cut }) => ({ events, sent: [...order, ...again], cut }));

/** Without payments that name a call and a booking that is not there yet: of which booking they are is worked out by hand. */
function clear(events: readonly TestEvent[]): TestEvent[] {
  const bookings = new Set(events.filter(isOf('appointment.scheduled')).map(({ data }) => data.appointment_id));
  return events.filter(({ data }) => {
    const { call_id, appointment_id } = data as { call_id?: string; appointment_id?: string };
    return call_id === undefined || appointment_id === undefined || bookings.has(appointment_id);
  });
}

const taleAt = <T>(now: number, asking: fc.Arbitrary<T>): fc.Arbitrary<Tale<T>> =>
  fc
    .tuple(
      randomHistory
        .map((events) => clear(events.filter(({ time }) => micros(time) <= now + 4 * MINUTE)))
        .filter((events) => events.length > 0)
        .chain(sending),
      randomScope,
      asking,
    )
    .map(([told, scope, asked]) => ({ ...told, scope, asked }));

/** So many tales at a time, since what is sent takes half a second to be seen. */
export const tales = <T>(asking: fc.Arbitrary<T>, count: number): fc.Arbitrary<Tales<T>> =>
  present.chain((now) =>
    fc.array(taleAt(now, asking), { minLength: count, maxLength: count }).map((all) => ({ now, tales: all })),
  );

interface Heard<T> extends Tale<T> {
  readonly tenant: TenantClient;
  readonly history: History;
}

/** Sends each tale to a tenant of its own. */
export async function hear<T>(service: TestService, { now, tales: all }: Tales<T>): Promise<Heard<T>[]> {
  service.now = now / 1_000;
  const heard: Heard<T>[] = [];
  for (const tale of all) {
    heard.push({ ...tale, tenant: await service.tenant(), history: historyOf(tale.events, now) });
  }
  for (const part of [0, 1]) {
    for (const { tenant, sent, cut } of heard) {
      const events = part === 0 ? sent.slice(0, cut) : sent.slice(cut);
      if (events.length > 0) await send(tenant, events);
    }
    await service.waitUntilProjected();
  }
  return heard;
}

/** The frames of several questions about one range, asked in one request. */
export async function askAll(tenant: TenantClient, scope: Scope, questions: readonly Question[]): Promise<Row[][][]> {
  const queries = questions.map((question, place) => ({ refId: `Q${place}`, ...question }));
  const range = { from: scope.from / 1_000, to: scope.to / 1_000, timezone: scope.zone };
  const answer = await tenant.query({ ...range, queries });
  return queries.map(({ refId }) => rowsOfFrames(answer, refId));
}
