import type { KnownCall } from './callers.js';
import { toldSteps, type History, type LinkedAppointment, type LinkedPayment } from './history.js';

/** A step happened, in a call or, for a booking or payment without one, to a person. */
export interface Occurrence {
  readonly step: string;
  /** Epoch microseconds. */
  readonly at: number;
  readonly call: KnownCall | null;
  readonly person: string | null;
}

/** What happened to one unit, in order. */
export interface Journey {
  readonly unit: string;
  readonly occurrences: readonly Occurrence[];
}

/** They happen, but count only where a query names them. */
const ASIDE = ['call.ended', 'booking.canceled', 'booking.no_show', 'payment.failed'];

/** What lies on a path: every step, and of the others those that the query names. */
export const isOnPath =
  (named: readonly string[]) =>
  ({ step }: Occurrence): boolean =>
    !ASIDE.includes(step) || named.includes(step);

const TABLE = ['call.started', 'call.answered', 'told', 'booking.confirmed', 'payment.succeeded', 'booking.kept'];

/** What is not in the table stands where told steps do; of what happens aside the definitions do not say. */
const placeOf = (step: string): number => TABLE.indexOf(TABLE.includes(step) ? step : 'told');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of time, and of the table within an instant; what the definitions leave open goes by the call's id. */
const byTime = (a: Occurrence, b: Occurrence): number =>
  a.at - b.at ||
  placeOf(a.step) - placeOf(b.step) ||
  compare(a.step, b.step) ||
  compare(a.call?.id ?? '', b.call?.id ?? '');

interface Happened {
  readonly step: string;
  readonly at: number | null;
}

const ofCall = (history: History, call: KnownCall): Happened[] => [
  { step: 'call.started', at: call.start },
  { step: 'call.answered', at: call.answer },
  { step: 'call.ended', at: call.end },
  ...toldSteps(history, call.id),
];

const ENDS: Readonly<Record<string, string>> = {
  completed: 'booking.kept',
  canceled: 'booking.canceled',
  no_show: 'booking.no_show',
};

function ofAppointment({ at, status, statusAt }: LinkedAppointment): Happened[] {
  const end = ENDS[status];
  return [{ step: 'booking.confirmed', at }, ...(end === undefined ? [] : [{ step: end, at: statusAt }])];
}

/** A refund of money that never came is no step. */
function ofPayment({ at, amount, refunded }: LinkedPayment): Happened[] {
  if (amount !== null) return [{ step: 'payment.succeeded', at }];
  return refunded === 0n ? [{ step: 'payment.failed', at }] : [];
}

/** Everything that happened. */
function occurrencesOf(history: History): Occurrence[] {
  const of =
    (call: KnownCall | null, person: string | null) =>
    ({ step, at }: Happened): Occurrence[] =>
      at === null ? [] : [{ step, at, call, person: call === null ? person : call.caller }];
  return [
    ...history.calls.flatMap((call) => ofCall(history, call).flatMap(of(call, null))),
    ...history.appointments.flatMap((made) => ofAppointment(made).flatMap(of(made.call, made.phone ?? made.email))),
    ...history.payments.flatMap((paid) => ofPayment(paid).flatMap(of(paid.call, paid.phone ?? paid.email))),
  ].sort(byTime);
}

/** One journey for each call, or for each person who is known. */
export function journeysOf(history: History, unit: string): Journey[] {
  const all = occurrencesOf(history);
  const unitOf = ({ call, person }: Occurrence): string | null => (unit === 'call' ? (call?.id ?? null) : person);
  const units = [...new Set(all.map(unitOf))].filter((id) => id !== null);
  return units.map((id) => ({ unit: id, occurrences: all.filter((step) => unitOf(step) === id) }));
}
