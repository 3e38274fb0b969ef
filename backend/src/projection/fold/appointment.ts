import type { RowOf } from '../../storage/tables/column.js';
import type { APPOINTMENT } from '../../storage/tables/columns.js';
import type { Party } from '../../storage/ledger/caller-identity.js';
import {
  compareEvents,
  ofType,
  type AppointmentEventType,
  type Event,
  type EventOf,
} from '../../storage/ledger/event.js';
import { parseAmount } from '../../lib/money/amount.js';
import { anchorOf } from './anchor.js';
import { byStatement } from './statements.js';

/** A row, and where it stands in the record unless it stands somewhere already; epoch microseconds. */
export type AppointmentRow = RowOf<typeof APPOINTMENT> & { readonly anchor: number };

type AppointmentEvent = EventOf<AppointmentEventType>;

const STATUS: Readonly<Record<AppointmentEventType, AppointmentRow['status']>> = {
  'appointment.scheduled': 'scheduled',
  'appointment.rescheduled': 'scheduled',
  'appointment.canceled': 'canceled',
  'appointment.completed': 'completed',
  'appointment.no_show': 'no_show',
};

const TYPES = Object.keys(STATUS) as AppointmentEventType[];

/** First value that is there. */
export function firstOf<Data, T>(
  events: readonly { readonly data: Data }[],
  read: (data: Data) => T | undefined,
): T | null {
  for (const { data } of events) {
    const value = read(data);
    if (value !== undefined) return value;
  }
  return null;
}

/** Identities of the person that events are about, as far as any of them says. */
export function partyOf(events: readonly { readonly data: { readonly caller?: Party } }[]) {
  const phone = firstOf(events, ({ caller }) => caller?.phone);
  const email = firstOf(events, ({ caller }) => caller?.email);
  return {
    caller: phone?.caller ?? null,
    email: email?.caller ?? null,
    caller_masked: phone?.masked ?? email?.masked ?? null,
  };
}

interface LinkedEvent {
  readonly subject: string | undefined;
  readonly data: { readonly call_id?: string };
}

/** Call that events report to belong to: in their data, or as their subject. */
export const reportedCall = (events: readonly LinkedEvent[]): string | null =>
  firstOf(events, (data) => data.call_id) ?? events.find(({ subject }) => subject !== undefined)?.subject ?? null;

/** @returns epoch microseconds */
const begin = ({ starts_at: starts }: AppointmentEvent['data']): number | undefined =>
  starts === undefined ? undefined : Date.parse(starts) * 1_000;

/**
 * Folds the set of an appointment's events into its row; any order, any repetition gives the same, but for the anchor,
 * which the first of them decides: the one that was accepted first. The state is what the last event says, the making when
 * the first one does; every other field is the latest statement of the source that reported it first.
 */
export function foldAppointment(tenant: string, unordered: readonly Event[]): AppointmentRow | undefined {
  const events = ofType(unordered.toSorted(compareEvents), ...TYPES);
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const statements = byStatement(events);
  const id = first.data.appointment_id;
  const price = firstOf(statements, (data) => data.price);
  return {
    tenant,
    appointment_id: id,
    created_at: (events.find(({ type }) => type === 'appointment.scheduled') ?? first).at,
    starts_at: firstOf(statements, begin),
    status: STATUS[last.type],
    status_at: last.at,
    reschedules: events.filter(({ type }) => type === 'appointment.rescheduled').length,
    type: firstOf(statements, (data) => data.type),
    price: price === null ? null : (parseAmount(price) ?? null),
    currency: firstOf(statements, (data) => data.currency),
    ...partyOf(statements),
    reported_call_id: reportedCall(statements),
    last_event_at: last.at,
    anchor: anchorOf(id, unordered[0]?.at ?? first.at),
  };
}
