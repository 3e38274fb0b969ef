import fc from 'fast-check';
import { admit } from '../../../src/ingest/events/admission.js';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import type { Event } from '../../../src/storage/ledger/event.js';
import { foldAppointment } from '../../../src/projection/fold/appointment.js';
import { foldPayment } from '../../../src/projection/fold/payment.js';
import { unfoldAppointment, unfoldPayment } from '../../../src/projection/fold/unfold-business.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const RULES = {
  clockSkewMs: 0,
  attributes: [],
  identities: new CallerIdentities({ secret: 'tests', keepNumbers: false }),
};

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });

/** Few moments, so that ties happen. */
const moment = fc.integer({ min: 0, max: 6 }).map((day) => new Date(NOW - (8 - day) * 86_400_000).toISOString());

const caller = maybe(
  fc.record({ phone: maybe(fc.constantFrom('+4930111111', 'anonymous')), email: maybe(fc.constant('a@example.com')) }),
);

const callId = maybe(fc.constantFrom('call-1', 'call-2'));

const appointmentEvent = fc.record({
  type: fc.constantFrom(
    'appointment.scheduled',
    'appointment.rescheduled',
    'appointment.canceled',
    'appointment.completed',
    'appointment.no_show',
  ),
  time: moment,
  data: fc.record({
    starts_at: fc.constantFrom('2026-07-01T10:00:00Z', '2026-07-02T10:00:00+02:00'),
    call_id: callId,
    price: maybe(fc.constantFrom('12.345', 0, '100')),
    currency: maybe(fc.constantFrom('EUR', 'USD')),
    type: maybe(fc.constantFrom('cut', 'colour')),
    caller,
  }),
});

const paymentEvent = fc.record({
  type: fc.constantFrom('payment.succeeded', 'payment.failed', 'payment.refunded'),
  time: moment,
  data: fc.record({
    amount: fc.constantFrom('10', '2.5', '0.000000001', 7),
    currency: fc.constantFrom('EUR', 'USD'),
    call_id: callId,
    appointment_id: maybe(fc.constantFrom('A1', 'A2')),
    caller,
  }),
});

/** As the ledger keeps them; what a sender left out is not there. */
function admitted(told: readonly { type: string; time: string; data: object }[], own: object): Event[] {
  return told.map(({ type, time, data }, index) => {
    const offered = { specversion: '1.0', id: String(index), source: 's', type, time, data: { ...own, ...data } };
    const verdict = admit(JSON.parse(JSON.stringify(offered)), NOW, RULES);
    if (!('event' in verdict)) throw new Error(JSON.stringify(verdict));
    return verdict.event;
  });
}

const moments = (events: readonly Event[]): string => JSON.stringify(events.map(({ at }) => at).sort());

test('the events made from an appointment fold into the same one', () => {
  fc.assert(
    fc.property(fc.array(appointmentEvent, { minLength: 1, maxLength: 8 }), (told) => {
      const row = foldAppointment('main', admitted(told, { appointment_id: 'A' }))!;
      const again = foldAppointment('main', unfoldAppointment(row))!;
      // Its place in the record is kept where the row is, not in its events.
      expect({ ...again, anchor: 0 }).toEqual({ ...row, anchor: 0 });
    }),
    { numRuns: 500 },
  );
});

test('the events made from a payment fold into the same one', () => {
  fc.assert(
    fc.property(fc.array(paymentEvent, { minLength: 1, maxLength: 8 }), (told) => {
      const row = foldPayment('main', admitted(told, { payment_id: 'P' }))!;
      const again = foldPayment('main', unfoldPayment(row))!;
      expect({ ...again, anchor: 0 }).toEqual({ ...row, anchor: 0 });
    }),
    { numRuns: 500 },
  );
});

test('any order of the same events gives the same row', () => {
  const orders = fc.array(paymentEvent, { minLength: 1, maxLength: 6 }).chain((told) => {
    const events = admitted(told, { payment_id: 'P' });
    return fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }));
  });
  fc.assert(
    fc.property(orders, ([events, shuffled]) => {
      expect(moments(shuffled)).toBe(moments(events));
      const [row, again] = [foldPayment('main', events)!, foldPayment('main', shuffled)!];
      expect({ ...again, anchor: 0 }).toEqual({ ...row, anchor: 0 });
    }),
  );
});
