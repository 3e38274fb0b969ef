import type { EventType, SentData } from '@callsight/contract/events/types';
import type { CallerIdentity, Party } from './caller-identity.js';
import type { Micros } from '../../lib/time/units.js';

/** Fields of appointments: an event that was made from a row may not know the begin. */
interface OfAppointment {
  readonly caller?: Party;
  readonly starts_at?: string;
}

/** Fields of payments: an event that was made from a row may not know the currency. */
interface OfPayment {
  readonly caller?: Party;
  readonly currency?: string;
}

/**
 * What the ledger's form of an event has in another way than its sender wrote it: persons are identities, and an event that
 * was made from a row (see `unfoldCall`) lacks what the row does not know.
 */
interface Replaced {
  'call.started': {
    /** The side of the call that is not the company's. */
    readonly caller?: CallerIdentity;
    /** Errors of an open call that was made from its row. */
    readonly errors?: number;
  };
  /** A number with its middle hidden; null where the caller is withheld. */
  'call.transferred': { readonly to?: string | null };
  'call.ended': { readonly ended_by?: SentData<'call.ended'>['ended_by'] };
  'call.analyzed': { readonly topics?: readonly string[] };
  'appointment.scheduled': OfAppointment;
  'appointment.rescheduled': OfAppointment;
  'appointment.canceled': OfAppointment;
  'appointment.completed': OfAppointment;
  'appointment.no_show': OfAppointment;
  'payment.succeeded': OfPayment;
  'payment.failed': OfPayment;
  'payment.refunded': OfPayment;
  'touch.recorded': { readonly caller: Party };
}

type Without<Data, Keys extends PropertyKey> = { readonly [Key in keyof Data as Exclude<Key, Keys>]: Data[Key] };

/** The data of an accepted event of a type. */
export type EventData<T extends EventType> = T extends keyof Replaced
  ? Without<SentData<T>, keyof Replaced[T]> & Replaced[T]
  : Readonly<SentData<T>>;

/** An accepted event in the form in which the ledger keeps it: known fields only, callers made anonymous. */
export interface EventOf<T extends EventType> {
  readonly id: string;
  readonly source: string;
  readonly type: T;
  /** Id of the call, where there is one. */
  readonly subject: string | undefined;
  /** Epoch microseconds. */
  readonly at: Micros;
  readonly data: EventData<T>;
}

/** An accepted event of any type; its `type` says what its `data` holds. */
export type Event = { readonly [T in EventType]: EventOf<T> }[EventType];

export type AppointmentEventType = Extract<EventType, `appointment.${string}`>;
export type PaymentEventType = Extract<EventType, `payment.${string}`>;

type AppointmentEvent = EventOf<AppointmentEventType> & Event;
type PaymentEvent = EventOf<PaymentEventType> & Event;

export const isAppointmentEvent = (event: Event): event is AppointmentEvent => event.type.startsWith('appointment.');
export const isPaymentEvent = (event: Event): event is PaymentEvent => event.type.startsWith('payment.');

export const isOfType = <T extends EventType>(event: Event, ...types: readonly T[]): event is EventOf<T> & Event =>
  (types as readonly EventType[]).includes(event.type);

/** The events of some types, in the order in which they are given. */
export const ofType = <T extends EventType>(events: readonly Event[], ...types: readonly T[]): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> & Event => isOfType(event, ...types));

/** Order in which a fold reads events: by time, then by identity, so that arrival order never matters. */
export function compareEvents(a: Event, b: Event): number {
  return a.at - b.at || compareText(a.id, b.id) || compareText(a.source, b.source);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
