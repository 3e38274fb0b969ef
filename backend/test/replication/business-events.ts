import { hashOf } from '../../src/projection/fold/anchor.js';
import type { TestEvent } from '../support/events/event.js';

const HOUR = 3_600_000;
const STEPS = ['intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed', 'a/b~"c"'];
const SOURCES = ['google', 'direct', undefined, 'bing'];

/** Numbers that look random and are the same for a seed; 0 to 1. */
const chance = (...at: readonly number[]): number => hashOf(at.join()) / 2 ** 32;

/**
 * Calls of a few persons with steps, bookings, payments, refunds, touches and spend: bookings named by their call or found
 * by their caller, moved, kept, canceled or missed; payments with and without a booking, in two currencies.
 * @param now epoch milliseconds; everything lies in the four days before it
 */
export function businessEvents(now: number, seed: number): TestEvent[] {
  const start = now - 4 * 24 * HOUR;
  let count = 0;
  const tell = (type: string, at: number, data: object, subject?: string): TestEvent => {
    count += 1;
    return {
      specversion: '1.0',
      id: `business-${seed}-${count}`,
      source: 'tests',
      type,
      ...(subject === undefined ? {} : { subject }),
      time: new Date(at).toISOString(),
      data,
    } as unknown as TestEvent;
  };
  return Array.from({ length: 25 }, (_, index) => {
    const pick = (of: number, at: number): number => Math.floor(chance(seed, index, at) * of);
    const id = `business-${seed}-call-${index}`;
    const at = start + index * 3 * HOUR;
    const person = {
      phone: `+4930123${10 + pick(6, 1)}`,
      ...(pick(2, 2) === 0 ? {} : { email: `p${pick(6, 1)}@example.com` }),
    };
    const appointment = {
      appointment_id: `${id}-booking`,
      ...(pick(2, 3) === 0 ? { call_id: id } : {}),
      caller: person,
    };
    const currency = ['EUR', 'USD'][pick(2, 4)];
    const payment = { payment_id: `${id}-payment`, amount: `${20 + index}.10`, currency, caller: person };
    const source = SOURCES[pick(4, 5)];
    const call = [
      tell('touch.recorded', at - pick(5, 6) * 20 * 60_000, {
        source: source ?? 'flyer',
        caller: person,
        cost: { amount: '0.35', currency: 'EUR' },
      }),
      tell(
        'call.started',
        at,
        {
          direction: 'inbound',
          from: person.phone,
          agent: { id: `agent-${pick(3, 7)}` },
          ...(source === undefined ? {} : { attribution: { source, tracking_number: '+4930777' } }),
        },
        id,
      ),
      tell('call.answered', at + 3_000, {}, id),
      ...STEPS.slice(0, pick(6, 8)).map((step, place) =>
        tell('funnel.step', at + 10_000 * (place + 1) + pick(20_000, 9), { step }, id),
      ),
      tell('call.ended', at + 120_000, { ended_by: 'caller', outcome: ['booked', 'other'][pick(2, 10)] }, id),
    ];
    const booking = [
      tell('appointment.scheduled', at + 110_000, {
        ...appointment,
        starts_at: new Date(at + 20 * HOUR).toISOString(),
        price: '50',
        currency: 'EUR',
      }),
      ...(pick(3, 11) === 0
        ? [
            tell('appointment.rescheduled', at + 2 * HOUR, {
              ...appointment,
              starts_at: new Date(at + 25 * HOUR).toISOString(),
            }),
          ]
        : []),
      ...[['completed', 'canceled', 'no_show'][pick(4, 12)]].flatMap((end) =>
        end === undefined ? [] : [tell(`appointment.${end}`, at + 26 * HOUR, appointment)],
      ),
    ];
    const money = [
      tell(
        'payment.succeeded',
        at + 3 * HOUR,
        pick(2, 13) === 0 ? payment : { ...payment, appointment_id: appointment.appointment_id },
      ),
      ...(pick(3, 14) === 0 ? [tell('payment.refunded', at + 4 * HOUR, { ...payment, amount: '5.05' })] : []),
    ];
    const spend = [
      tell('metric.sample', at, { metric: 'spend', value: 1.25, tags: { source: 'google', currency: 'EUR' } }),
    ];
    return [...call, ...(pick(3, 15) === 0 ? [] : booking), ...(pick(2, 16) === 0 ? [] : money), ...spend];
  }).flat();
}
