import type { EventType, SentData } from '@callsight/contract/events/types';
import type { TestEvent } from '../support/events/event.js';
import { micros } from '../support/events/time.js';
import { billionths, total, type Money } from './money.js';

/** Whose something is: a number, an address, or a call that it names. */
export interface Claimed {
  readonly phone: string | null;
  readonly email: string | null;
  readonly reportedCall: string | null;
}

/** An appointment as all its events tell it; times are epoch microseconds. */
export interface ReferenceAppointment extends Claimed {
  readonly id: string;
  readonly at: number;
  readonly startsAt: number | null;
  readonly status: 'scheduled' | 'canceled' | 'completed' | 'no_show';
  readonly statusAt: number;
  readonly moves: number;
  readonly price: Money | null;
}

/** A payment as all its events tell it. */
export interface ReferencePayment extends Claimed {
  readonly id: string;
  readonly at: number;
  /** What came; null when nothing did. */
  readonly amount: bigint | null;
  readonly refunded: bigint;
  readonly currency: string;
  readonly toldAppointment: string | null;
}

export const isOf =
  <T extends EventType>(type: T) =>
  (event: TestEvent): event is TestEvent<T> =>
    event.type === type;

/** Each event once, by time and id. */
export function inOrder(events: readonly TestEvent[]): TestEvent[] {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()];
  return unique.sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1));
}

type Business = Partial<SentData<'appointment.scheduled'>> & Partial<SentData<'payment.succeeded'>>;

const dataOf = (events: readonly TestEvent[]): Business[] => events.map(({ data }) => data as Business);

/** The first value that is there. */
function first<T>(values: readonly (T | null | undefined)[]): T | null {
  for (const value of values) if (value !== undefined && value !== null) return value;
  return null;
}

/** All events have one teller: what it said last counts. */
function claimOf(inOrder: readonly TestEvent[]): Claimed {
  const events = [...inOrder].reverse();
  const data = dataOf(events);
  return {
    phone: first(data.map(({ caller }) => caller?.phone)),
    email: first(data.map(({ caller }) => caller?.email?.toLowerCase())),
    reportedCall: first(data.map(({ call_id }) => call_id)) ?? first(events.map(({ subject }) => subject)),
  };
}

/** Groups of events that name the same thing. */
function groupsOf(
  events: readonly TestEvent[],
  idOf: (data: Business) => string | undefined,
): Map<string, TestEvent[]> {
  const groups = new Map<string, TestEvent[]>();
  for (const event of events) {
    const id = idOf(event.data as Business) ?? '';
    groups.set(id, [...(groups.get(id) ?? []), event]);
  }
  return groups;
}

const STATES: Readonly<Record<string, ReferenceAppointment['status']>> = {
  'appointment.canceled': 'canceled',
  'appointment.completed': 'completed',
  'appointment.no_show': 'no_show',
};

function appointmentOf(id: string, events: readonly TestEvent[]): ReferenceAppointment {
  const made = events.find(isOf('appointment.scheduled')) ?? events[0]!;
  const last = events.at(-1)!;
  const latest = dataOf(events).reverse();
  const starts = first(latest.map(({ starts_at }) => starts_at));
  const price = first(latest.map((data) => data.price));
  const currency = first(latest.map((data) => data.currency));
  return {
    id,
    at: micros(made.time),
    startsAt: starts === null ? null : micros(starts),
    status: STATES[last.type] ?? 'scheduled',
    statusAt: micros(last.time),
    moves: events.filter(isOf('appointment.rescheduled')).length,
    price: price === null || currency === null ? null : { amount: billionths(price), currency },
    ...claimOf(events),
  };
}

export function foldAppointments(events: readonly TestEvent[]): ReferenceAppointment[] {
  const own = inOrder(events.filter(({ type }) => type.startsWith('appointment.')));
  return [...groupsOf(own, (data) => data.appointment_id)].map(([id, told]) => appointmentOf(id, told));
}

function paymentOf(id: string, events: readonly TestEvent[]): ReferencePayment {
  const began = events.find(isOf('payment.succeeded'));
  const came = events.findLast(isOf('payment.succeeded'));
  const back = events.filter(isOf('payment.refunded'));
  const { currency } = (came ?? back[0] ?? events[0]!).data as SentData<'payment.succeeded'>;
  return {
    id,
    at: micros((began ?? events.find(isOf('payment.failed')) ?? events[0]!).time),
    amount: came === undefined ? null : billionths(came.data.amount),
    refunded: total(back.filter(({ data }) => data.currency === currency).map(({ data }) => billionths(data.amount))),
    currency,
    toldAppointment: first(dataOf([...events].reverse()).map(({ appointment_id }) => appointment_id)),
    ...claimOf(events),
  };
}

export function foldPayments(events: readonly TestEvent[]): ReferencePayment[] {
  const own = inOrder(events.filter(({ type }) => type.startsWith('payment.')));
  return [...groupsOf(own, (data) => data.payment_id)].map(([id, told]) => paymentOf(id, told));
}
