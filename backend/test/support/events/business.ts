import type { EventType } from '@callsight/contract/events/types';
import type { DataOf } from './event.js';
import { micros, rfc3339 } from './time.js';

/** A CloudEvent as a sender would make it; what is no part of a call may lack the subject. */
export interface Told<T extends EventType = EventType> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly subject?: string;
  /** RFC 3339, UTC, to the microsecond. */
  readonly time: string;
  readonly data: DataOf<T>;
}

type Time = string | number;

const at = (time: Time): number => (typeof time === 'number' ? time : micros(time));

let told = 0;

/** @param time a text as `moment.ts` reads it, or epoch microseconds */
function tell<T extends EventType>(type: T, time: Time, data: DataOf<T>, subject?: string, id?: string): Told<T> {
  told += 1;
  const own = id ?? `${type}-${told}`;
  const about = subject === undefined ? {} : { subject };
  return { specversion: '1.0', id: own, source: 'tests', type, ...about, time: rfc3339(at(time)), data };
}

export interface ToldCall {
  readonly from?: string;
  readonly to?: string;
  readonly direction?: 'inbound' | 'outbound';
  readonly agent?: string;
  readonly answered?: Time;
  readonly ended?: Time;
  readonly endedBy?: 'caller' | 'agent' | 'system';
  readonly reason?: string;
  readonly outcome?: DataOf<'call.ended'>['outcome'];
  readonly cost?: readonly [amount: string, currency: string];
  readonly attribution?: DataOf<'call.started'>['attribution'];
}

function startOf({ from, to, direction = 'inbound', agent = 'anna', attribution }: ToldCall): DataOf<'call.started'> {
  return {
    direction,
    agent: { id: agent },
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(attribution === undefined ? {} : { attribution }),
  };
}

function endOf({ endedBy = 'caller', reason, outcome, cost }: ToldCall): DataOf<'call.ended'> {
  return {
    ended_by: endedBy,
    ...(reason === undefined ? {} : { reason }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(cost === undefined ? {} : { cost: { total: cost[0], currency: cost[1] } }),
  };
}

/** The events of a call. */
export function call(id: string, started: Time, more: ToldCall = {}): Told[] {
  const { answered, ended } = more;
  return [
    tell('call.started', started, startOf(more), id),
    ...(answered === undefined ? [] : [tell('call.answered', answered, {}, id)]),
    ...(ended === undefined ? [] : [tell('call.ended', ended, endOf(more), id)]),
  ];
}

/** A named step of a call, at each of the times. */
export const steps = (id: string, step: string, ...times: Time[]): Told[] =>
  times.map((time) => tell('funnel.step', time, { step }, id));

interface Whose {
  readonly call?: string;
  readonly phone?: string;
  readonly email?: string;
}

function whose({ call: id, phone, email }: Whose) {
  const person = { ...(phone === undefined ? {} : { phone }), ...(email === undefined ? {} : { email }) };
  return {
    ...(id === undefined ? {} : { call_id: id }),
    ...(phone === undefined && email === undefined ? {} : { caller: person }),
  };
}

const priceOf = (price: string | undefined): { price?: string; currency?: string } => {
  const [amount, currency] = price?.split(' ') ?? [];
  return amount === undefined || currency === undefined ? {} : { price: amount, currency };
};

/** An appointment is made; its begin is a week later unless told. @param more.price such as `49.90 EUR` */
export function booked(
  id: string,
  time: Time,
  more: Whose & { readonly starts?: Time; readonly price?: string; readonly type?: string } = {},
): Told {
  const starts = more.starts === undefined ? at(time) + 7 * 86_400_000_000 : at(more.starts);
  const kind = more.type === undefined ? {} : { type: more.type };
  const data = { appointment_id: id, starts_at: rfc3339(starts), ...kind, ...whose(more), ...priceOf(more.price) };
  return tell('appointment.scheduled', time, data);
}

export const moved = (id: string, time: Time, starts: Time): Told =>
  tell('appointment.rescheduled', time, { appointment_id: id, starts_at: rfc3339(at(starts)) });

export const canceled = (id: string, time: Time): Told => tell('appointment.canceled', time, { appointment_id: id });
export const kept = (id: string, time: Time): Told => tell('appointment.completed', time, { appointment_id: id });
export const missed = (id: string, time: Time): Told => tell('appointment.no_show', time, { appointment_id: id });

type Money = Whose & { readonly appointment?: string };

const payment =
  (type: 'payment.succeeded' | 'payment.failed' | 'payment.refunded') =>
  (id: string, time: Time, sum: string, more: Money = {}): Told => {
    const [amount = '', currency = ''] = sum.split(' ');
    const made = more.appointment === undefined ? {} : { appointment_id: more.appointment };
    return tell(type, time, { payment_id: id, amount, currency, ...whose(more), ...made });
  };

/** @param sum such as `49.90 EUR` */
export const paid = payment('payment.succeeded');
export const unpaid = payment('payment.failed');
export const refunded = payment('payment.refunded');

interface ToldTouch {
  readonly source: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly phone?: string;
  readonly email?: string;
  /** Such as `0.50 EUR`. */
  readonly cost?: string;
  readonly id?: string;
}

/** A marketing contact. */
export function touch(time: Time, { source, medium, campaign, cost, id, ...person }: ToldTouch): Told {
  const [amount, currency] = cost?.split(' ') ?? [];
  const data: DataOf<'touch.recorded'> = {
    source,
    ...(medium === undefined ? {} : { medium }),
    ...(campaign === undefined ? {} : { campaign }),
    caller: person,
    ...(amount === undefined || currency === undefined ? {} : { cost: amount, currency }),
  };
  return tell('touch.recorded', time, data, undefined, id);
}

/** Money spent on marketing, as a sample. */
export const spend = (time: Time, value: number, tags: Record<string, string>): Told =>
  tell('metric.sample', time, { metric: 'spend', value, tags });
