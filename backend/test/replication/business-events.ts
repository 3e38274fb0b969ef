import { hashOf } from '../../src/projection/fold/anchor.js';
import { booked, canceled, completed, missed, moved } from '../support/events/booking.js';
import { call, steps } from '../support/events/call.js';
import type { TestEvent } from '../support/events/event.js';
import { paid, refunded } from '../support/events/payment.js';
import { spend, touch } from '../support/events/touch.js';

const HOUR = 3_600_000;
const STEPS = ['intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed', 'a/b~"c"'];
const SOURCES = ['google', 'direct', undefined, 'bing'];
const BOOKING_ENDS = [completed, canceled, missed, undefined];

/** Numbers that look random and are the same for a seed; 0 to 1. */
const chance = (...at: readonly number[]): number => hashOf(at.join()) / 2 ** 32;

/**
 * Calls of a few persons with steps, bookings, payments, refunds, touches and spend: bookings named by their call or found
 * by their caller, moved, kept, canceled or missed; payments with and without a booking, in two currencies.
 * @param now epoch milliseconds; everything lies in the four days before it
 */
export function businessEvents(now: number, seed: number): TestEvent[] {
  const start = now - 4 * 24 * HOUR;
  return Array.from({ length: 25 }, (_, index) => {
    const pick = (of: number, at: number): number => Math.floor(chance(seed, index, at) * of);
    const one = <T>(of: readonly T[], at: number): T => of[pick(of.length, at)]!;
    const either = <T, U>(at: number, first: T, second: U): T | U => (pick(2, at) === 0 ? first : second);
    const id = `business-${seed}-call-${index}`;
    const at = start + index * 3 * HOUR;
    const micros = (after: number): number => (at + after) * 1_000;
    const person = {
      phone: `+4930123${10 + pick(6, 1)}`,
      ...(pick(2, 2) === 0 ? {} : { email: `p${pick(6, 1)}@example.com` }),
    };
    const booking = `${id}-booking`;
    const currency = one(['EUR', 'USD'], 4);
    const source = one(SOURCES, 5);
    const contact = touch(micros(-pick(5, 6) * 20 * 60_000), {
      source: source ?? 'flyer',
      ...person,
      cost: either(17, '0.35 EUR', { amount: '0.35', currency: 'EUR' }),
    });
    const talk = call(id, micros(0), {
      from: person.phone,
      agent: `agent-${pick(3, 7)}`,
      answered: micros(3_000),
      ended: micros(120_000),
      outcome: one(['booked', 'other'], 10),
      ...(source === undefined ? {} : { attribution: { source, tracking_number: '+4930777' } }),
    });
    const path = STEPS.slice(0, pick(6, 8)).flatMap((step, number) =>
      steps(id, step, micros(10_000 * (number + 1) + pick(20_000, 9))),
    );
    const end = one(BOOKING_ENDS, 12);
    const whose = { ...person, ...either(3, { call: id }, {}) };
    // Later events say again whose it is, or do not.
    const again = either(18, whose, {});
    const bookings = [
      booked(booking, micros(110_000), {
        ...whose,
        starts: micros(20 * HOUR),
        price: '50 EUR',
      }),
      ...(pick(3, 11) === 0 ? [moved(booking, micros(2 * HOUR), micros(25 * HOUR), again)] : []),
      ...(end === undefined ? [] : [end(booking, micros(26 * HOUR), again)]),
    ];
    const ofBooking = either(13, {}, { appointment: booking });
    const sum = `${20 + index}.10 ${currency}`;
    const payments = [
      paid(`${id}-payment`, micros(3 * HOUR), sum, { ...person, ...ofBooking }),
      ...(pick(3, 14) === 0 ? [refunded(`${id}-payment`, micros(4 * HOUR), `5.05 ${currency}`, person)] : []),
    ];
    return [
      contact,
      ...talk,
      ...path,
      ...(pick(3, 15) === 0 ? [] : bookings),
      ...either(16, [], payments),
      spend(micros(0), 1.25, { source: 'google', currency: 'EUR' }),
    ];
  }).flat();
}
