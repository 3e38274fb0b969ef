import { micros, spanOf } from '../support/events/time.js';
import { isOf } from './business.js';
import type { History, LinkedAppointment, LinkedPayment } from './history.js';
import { billionths, total, type Money } from './money.js';
import type { ReferenceTouch } from './touch.js';
import type { KnownCall } from './callers.js';

/** What touches are credited for. */
export interface ReferenceConversion {
  /** Epoch microseconds. */
  readonly at: number;
  readonly call: KnownCall;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** Net of refunds, billionths. */
  readonly revenue: bigint;
  /** Null where neither payment nor price tells one. */
  readonly currency: string | null;
}

const known = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null);

const came = (payment: LinkedPayment): boolean => payment.amount !== null;

const netOf = (payments: readonly LinkedPayment[]): bigint =>
  total(payments.map(({ amount, refunded }) => (amount ?? 0n) - refunded));

/** The booking that a payment is for: its own, else the first that its call has. */
function bookingOf({ appointments }: History, { appointment, call }: LinkedPayment): string | null {
  const others = appointments.filter((made) => call !== null && made.call?.id === call.id);
  return appointment ?? others.toSorted((a, b) => a.at - b.at)[0]?.id ?? null;
}

/** The payments of a booking that came. */
export const paymentsOf = (history: History, { id }: LinkedAppointment): LinkedPayment[] =>
  history.payments.filter((payment) => came(payment) && bookingOf(history, payment) === id);

function ofBooking(history: History, made: LinkedAppointment): ReferenceConversion[] {
  if (made.call === null) return [];
  const own = paymentsOf(history, made);
  return [
    {
      at: made.at,
      call: made.call,
      phones: known([made.call.caller, made.phone]),
      emails: known([made.email]),
      revenue: netOf(own),
      currency: own[0]?.currency ?? made.price?.currency ?? null,
    },
  ];
}

function ofPayment(payment: LinkedPayment): ReferenceConversion[] {
  if (payment.call === null || !came(payment)) return [];
  return [
    {
      at: payment.at,
      call: payment.call,
      phones: known([payment.call.caller, payment.phone]),
      emails: known([payment.email]),
      revenue: netOf([payment]),
      currency: payment.currency,
    },
  ];
}

/** Everything that counts as the conversion that is asked for, whenever it was. */
export function conversionsOf(history: History, kind: string): ReferenceConversion[] {
  if (kind === 'payment.succeeded') return history.payments.flatMap((payment) => ofPayment(payment));
  if (kind === 'booking.confirmed') return history.appointments.flatMap((made) => ofBooking(history, made));
  return history.appointments
    .filter(({ status }) => status === 'completed')
    .flatMap((made) => ofBooking(history, made));
}

/** The touches of the same person from the look-back on until the conversion. */
export function touchesBefore(
  { at, phones, emails }: ReferenceConversion,
  touches: readonly ReferenceTouch[],
  lookback: string,
): ReferenceTouch[] {
  const since = at - spanOf(lookback);
  return touches.filter(
    (touch) =>
      touch.at >= since && touch.at <= at && (phones.includes(touch.phone ?? '') || emails.includes(touch.email ?? '')),
  );
}

interface Spent extends Money {
  readonly at: number;
  readonly origin: Readonly<Record<string, string | null>>;
}

const text = (tag: string | number | boolean | undefined): string | null => (tag === undefined ? null : String(tag));

/** What marketing cost: of recorded touches, and told as samples. */
export function spendingOf(history: History, touches: readonly ReferenceTouch[]): Spent[] {
  const ofTouches = touches.flatMap(({ cost, at, source, medium, campaign, tracking_number, landing_page }) =>
    cost === null ? [] : { ...cost, at, origin: { source, medium, campaign, tracking_number, landing_page } },
  );
  const samples = history.events.filter(isOf('metric.sample')).filter(({ data }) => data.metric === 'spend');
  const told = samples.map(({ time, data: { value, tags = {} } }) => ({
    at: micros(time),
    amount: billionths(value.toFixed(9)),
    currency: text(tags['currency']) ?? '',
    origin: Object.fromEntries(
      ['source', 'medium', 'campaign', 'tracking_number', 'landing_page'].map((name) => [name, text(tags[name])]),
    ),
  }));
  return [...ofTouches, ...told].filter(({ at }) => at <= history.now);
}
