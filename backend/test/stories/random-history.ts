import fc from 'fast-check';
import { booked, canceled, completed, missed, moved } from '../support/events/booking.js';
import { call, steps, type TimedCall } from '../support/events/call.js';
import type { TestEvent } from '../support/events/event.js';
import { paid, refunded, unpaid } from '../support/events/payment.js';
import { spend, touch } from '../support/events/touch.js';

const MINUTE = 60_000_000;
export const BASE = Date.UTC(2026, 9, 24, 9) * 1_000;

/** Few moments, so that many things happen at once; they lie around the night in which clocks are put back. */
const SLOTS = [0, 10, 20, 30, 40, 60, 90, 120, 150, 1_440, 1_450, 1_470, 2_890];
export const slot = fc.constantFrom(...SLOTS).map((minutes) => BASE + minutes * MINUTE);

/** Who calls; nobody knows the last one. */
const PEOPLE = [
  { phone: '+4930901820', email: 'pat@example.com' },
  { phone: '+442079460000', email: 'quinn@example.com' },
] as const;
const person = fc.constantFrom(...PEOPLE);

/** As long lists as are allowed come as often as short ones. */
const size = 'max' as const;

const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { freq: 2, nil: undefined });
const often = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { freq: 4, nil: undefined });

const origin = fc
  .record({ source: fc.constantFrom('web', 'direct', 'radio'), medium: rarely(fc.constant('cpc')) })
  .map(({ source, medium }) => ({ source, ...(medium === undefined ? {} : { medium }) }));

const minutesLater = fc.constantFrom(0, 10, 20, 30, 60, 120).map((minutes) => minutes * MINUTE);

const reportedCall = fc.record({
  who: fc.constantFrom(...PEOPLE, ...PEOPLE, undefined),
  start: slot,
  direction: fc.constantFrom('inbound' as const, 'inbound' as const, 'outbound' as const),
  agent: fc.constantFrom('anna', 'ben'),
  answered: often(minutesLater),
  // A little later than anything else, so that its place on a path is never open.
  ended: often(minutesLater.map((span) => span + 7_000_000)),
  outcome: rarely(fc.constant('booked' as const)),
  reason: rarely(fc.constantFrom('hangup', 'error')),
  cost: rarely(fc.constantFrom(['0.35', 'EUR'] as const, ['0.5', 'USD'] as const)),
  origin: rarely(origin),
  steps: fc.array(fc.record({ name: fc.constantFrom('a', 'a', 'b', 'c'), at: slot, after: often(minutesLater) }), {
    maxLength: 6,
    size,
  }),
});
type RandomCall = ReturnType<typeof reportedCall.generate>['value_'];

const tracked = (told: RandomCall['origin']): TimedCall =>
  told === undefined ? {} : { attribution: { ...told, tracking_number: `number of ${told.source}` } };

function partyOf({ who, direction }: RandomCall): TimedCall {
  if (who === undefined) return { direction };
  return { direction, [direction === 'inbound' ? 'from' : 'to']: who.phone };
}

function eventsOfCall(told: RandomCall, id: string): TestEvent[] {
  const { start, answered, ended, outcome, reason, cost } = told;
  const answer = answered === undefined ? {} : { answered: start + answered };
  const end = ended === undefined ? {} : { ended: start + (answered ?? 0) + ended };
  const more = {
    ...(outcome === undefined ? {} : { outcome }),
    ...(reason === undefined ? {} : { reason }),
    ...(cost === undefined ? {} : { cost }),
  };
  return [
    ...call(id, start, { agent: told.agent, ...partyOf(told), ...answer, ...end, ...more, ...tracked(told.origin) }),
    ...told.steps.flatMap(({ name, at, after }) => steps(id, name, after === undefined ? at : start + after)),
  ];
}

const isBefore = (a: RandomCall, b: RandomCall): boolean =>
  a.start === b.start && a.who === b.who && a.who !== undefined;

/** No person begins two calls at once: which of them a booking belongs to would be open. */
const calls = fc.uniqueArray(reportedCall, { minLength: 2, maxLength: 8, comparator: isBefore, size });

/** How something says whose it is; the number names one of the calls. */
const whose = fc.record({
  by: fc.constantFrom('call', 'call', 'call', 'phone', 'both', 'both', 'nobody', 'lost call'),
  who: person,
  call: fc.nat(7),
});
type Whose = ReturnType<typeof whose.generate>['value_'];

function nameOf(
  { by, who, call: number }: Whose,
  told: readonly RandomCall[],
): { call?: string; phone?: string; email?: string } {
  if (by === 'phone') return { phone: who.phone };
  if (by === 'both') return who;
  if (by === 'lost call') return { call: 'never-seen', phone: who.phone };
  return by === 'call' ? { call: `call-${number % told.length}` } : {};
}

const appointment = fc.record({
  whose,
  at: slot,
  begin: fc.constantFrom(60, 1_440, 4_000).map((minutes) => minutes * MINUTE),
  price: rarely(fc.constantFrom('30 EUR', '40.5 USD')),
  moves: fc.array(fc.constantFrom(60, 1_430), { maxLength: 2 }),
  end: rarely(
    fc.record({ what: fc.constantFrom(completed, completed, missed, canceled), after: fc.constantFrom(1_440, 2_880) }),
  ),
});

const payment = fc.record({
  whose,
  at: slot,
  appointment: often(fc.nat(4)),
  sum: fc.constantFrom('10 EUR', '0.1 EUR', '33.33 EUR', '7 USD'),
  failed: fc.constantFrom(false, false, false, true),
  refund: rarely(fc.constantFrom(10, 3_000)),
});

const contact = fc.record({
  who: person,
  by: fc.constantFrom('phone', 'email', 'both'),
  // Never at the very start of a call: of the two, which comes first would be open.
  at: fc.tuple(slot, fc.constantFrom(0, 1)).map(([at, days]) => at - days * 1_440 * MINUTE - 30_000_000),
  origin,
  cost: rarely(fc.constantFrom('0.5 EUR', '0.25 USD')),
});

const spending = fc.record({
  at: slot,
  value: fc.constantFrom(1, 2.5),
  source: fc.constantFrom('web', 'tv'),
  currency: fc.constantFrom('EUR', 'USD'),
});

const told = fc.record({
  calls,
  appointments: fc.uniqueArray(appointment, { minLength: 1, maxLength: 5, selector: ({ at }) => at, size }),
  payments: fc.array(payment, { maxLength: 5, size }),
  contacts: fc.array(contact, { maxLength: 6, size }),
  spending: fc.array(spending, { maxLength: 2 }),
});
type Everything = ReturnType<typeof told.generate>['value_'];

const eventsOfAppointments = ({ appointments, calls: known }: Everything): TestEvent[] =>
  appointments.flatMap(({ whose: own, at, begin, price, moves, end }, number) => {
    const id = `booking-${number}`;
    const more = price === undefined ? {} : { price };
    return [
      booked(id, at, { ...nameOf(own, known), starts: at + begin, ...more }),
      ...moves.map((minutes) => moved(id, at + minutes * MINUTE, at + begin + minutes * MINUTE)),
      // After every move, and never at the same instant as a step.
      ...(end === undefined ? [] : [end.what(id, at + end.after * MINUTE + 5_000_000)]),
    ];
  });

const eventsOfPayments = ({ payments, appointments, calls: known }: Everything): TestEvent[] =>
  payments.flatMap(({ whose: own, at, appointment: made, sum, failed, refund }, number) => {
    const id = `payment-${number}`;
    const names =
      made === undefined || appointments.length === 0 ? {} : { appointment: `booking-${made % appointments.length}` };
    const [, currency = ''] = sum.split(' ');
    return [
      // A failed one never at the same instant as a step.
      failed
        ? unpaid(id, at + 3_000_000, sum, { ...nameOf(own, known), ...names })
        : paid(id, at, sum, { ...nameOf(own, known), ...names }),
      ...(refund === undefined || failed ? [] : [refunded(id, at + refund * MINUTE, `0.05 ${currency}`)]),
    ];
  });

const eventsOfMarketing = ({ contacts, spending: spent }: Everything): TestEvent[] => [
  ...contacts.map(({ who, by, at, origin: from, cost }, number) =>
    touch(at, {
      id: `touch-${number}`,
      ...from,
      ...(by === 'email' ? {} : { phone: who.phone }),
      ...(by === 'phone' ? {} : { email: who.email }),
      ...(cost === undefined ? {} : { cost }),
    }),
  ),
  ...spent.map(({ at, value, source, currency }) => spend(at, value, { source, currency })),
];

/** Everything that some people, a scheduling system and a till tell, in the order of kinds. */
export const randomHistory: fc.Arbitrary<TestEvent[]> = told.map((everything) => [
  ...everything.calls.flatMap((one, number) => eventsOfCall(one, `call-${number}`)),
  ...eventsOfAppointments(everything),
  ...eventsOfPayments(everything),
  ...eventsOfMarketing(everything),
]);
