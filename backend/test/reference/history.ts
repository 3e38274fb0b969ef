import { foldCall, type ReferenceCall } from './call.js';
import { withCallers, type KnownCall } from './callers.js';
import type { CallEvent, TestEvent } from '../support/events/event.js';
import { micros } from '../support/events/time.js';
import {
  foldAppointments,
  foldPayments,
  inOrder,
  isOf,
  type Claimed,
  type ReferenceAppointment,
  type ReferencePayment,
} from './business.js';

export interface LinkedAppointment extends ReferenceAppointment {
  readonly call: KnownCall | null;
}

export interface LinkedPayment extends ReferencePayment {
  readonly call: KnownCall | null;
  readonly appointment: string | null;
}

/** Everything of one tenant, as it is known at a time. */
export interface History {
  /** Epoch microseconds. */
  readonly now: number;
  readonly calls: readonly KnownCall[];
  readonly appointments: readonly LinkedAppointment[];
  readonly payments: readonly LinkedPayment[];
  readonly events: readonly TestEvent[];
}

const HOUR = 3_600_000_000;
const WINDOW = 24 * HOUR;
const SLACK = HOUR / 12;

const isAboutCall = (event: TestEvent): event is CallEvent =>
  event.subject !== undefined && (event.type.startsWith('call.') || event.type === 'funnel.step');

const latest = <T>(rows: readonly T[], at: (row: T) => number): T | null =>
  rows.reduce<T | null>((best, row) => (best === null || at(row) > at(best) ? row : best), null);

/** The call that is named, or the latest that the same person began within the window before. */
function callOf(row: Claimed & { readonly at: number }, calls: readonly KnownCall[]): KnownCall | null {
  if (row.reportedCall !== null) return calls.find(({ id }) => id === row.reportedCall) ?? null;
  if (row.phone === null) return null;
  const near = calls.filter(
    ({ caller, start }) => caller === row.phone && start >= row.at - WINDOW && start <= row.at + SLACK,
  );
  return latest(near, ({ start }) => start);
}

const isSamePerson = (a: Claimed, b: Claimed): boolean =>
  (a.phone !== null && a.phone === b.phone) || (a.email !== null && a.email === b.email);

/** The call or appointment that is named, else the person's latest appointment that is not over, else the latest call. */
function linkPayment(
  payment: ReferencePayment,
  calls: readonly KnownCall[],
  appointments: readonly LinkedAppointment[],
): LinkedPayment {
  const named = payment.toldAppointment;
  const namedCall = appointments.find(({ id }) => id === named)?.call ?? null;
  if (payment.reportedCall !== null) {
    return { ...payment, call: callOf(payment, calls) ?? namedCall, appointment: named };
  }
  const open = appointments.filter(
    (made) => isSamePerson(made, payment) && made.at <= payment.at && payment.at <= (made.startsAt ?? made.at) + WINDOW,
  );
  if (named !== null) return { ...payment, call: namedCall, appointment: named };
  const own = latest(open, ({ at }) => at);
  return { ...payment, call: own?.call ?? callOf(payment, calls), appointment: own?.id ?? null };
}

/** A call that was lost ended with the last that was heard of it. */
const withEnd = (call: ReferenceCall): ReferenceCall => ({
  ...call,
  end: call.end ?? (Number.isFinite(call.lineEnd) ? call.lineEnd : null),
});

/** What a set of events tells, in whatever order and how often they came. @param now epoch microseconds */
export function historyOf(events: readonly TestEvent[], now: number): History {
  const unique = inOrder(events);
  const about = unique.filter(isAboutCall);
  const ids = [...new Set(about.map(({ subject }) => subject))];
  const ofCall = (id: string): CallEvent[] => about.filter(({ subject }) => subject === id);
  const folded = ids.flatMap((id) => foldCall(id, ofCall(id), now) ?? []).map(withEnd);
  const calls = withCallers(folded);
  const appointments = foldAppointments(unique).map((made) => ({ ...made, call: callOf(made, calls) }));
  const payments = foldPayments(unique).map((payment) => linkPayment(payment, calls, appointments));
  return { now, calls, appointments, payments, events: unique };
}

/** Steps that somebody told of a call. */
export const toldSteps = ({ events }: History, id: string): { step: string; at: number }[] =>
  events
    .filter(isOf('funnel.step'))
    .filter(({ subject }) => subject === id)
    .map(({ data, time }) => ({ step: data.step, at: micros(time) }));
