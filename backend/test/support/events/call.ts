import type { EventType, SentData } from '@callsight/contract/events/types';
import { callEvent, microsOf, type CallEvent, type Time } from './event.js';
import { given } from './given.js';

type Ended = SentData<'call.ended'>;
type Turn = Partial<SentData<'call.turn'>> & { readonly at?: number };

/** A call in the words of a test: all times are seconds after its start. */
export interface PhoneCall {
  readonly id?: string;
  readonly start: Time;
  /** What `call.started` says beyond direction, caller and agent. */
  readonly started?: Partial<SentData<'call.started'>>;
  readonly direction?: 'inbound' | 'outbound';
  /** Number of the caller: `from` of an inbound call, `to` of an outbound one. */
  readonly caller?: string;
  readonly agent?: string;
  readonly answered?: number;
  readonly ended?: number;
  readonly endedBy?: Ended['ended_by'];
  /** What `call.ended` says beyond who ended it. */
  readonly end?: Partial<Ended>;
  readonly holds?: readonly (readonly [number, number?])[];
  readonly transfer?: SentData<'call.transferred'>['kind'];
  readonly turns?: readonly Turn[];
  readonly analyzed?: SentData<'call.analyzed'>;
  readonly recorded?: SentData<'call.recording'>;
}

let calls = 0;

type MakeEvent = <T extends EventType>(type: T, seconds: number, data: SentData<T>) => CallEvent;

function beginOf(
  { direction = 'inbound', caller, agent = 'anna', started, answered }: PhoneCall,
  make: MakeEvent,
): CallEvent[] {
  const party = caller === undefined ? {} : { [direction === 'inbound' ? 'from' : 'to']: caller };
  return [
    make('call.started', 0, { direction, agent: { id: agent }, ...party, ...started }),
    ...(answered === undefined ? [] : [make('call.answered', answered, {})]),
  ];
}

function courseOf({ answered = 0, holds = [], turns = [] }: PhoneCall, make: MakeEvent): CallEvent[] {
  return [
    ...holds.flatMap(([from, to]) => [
      make('call.held', from, {}),
      ...(to === undefined ? [] : [make('call.resumed', to, {})]),
    ]),
    ...turns.map(({ at, ...turn }, index) =>
      make('call.turn', at ?? answered + index, { index, latency_ms: {}, ...turn }),
    ),
  ];
}

function endOf(
  { answered = 0, ended, endedBy = 'caller', end, transfer, analyzed, recorded }: PhoneCall,
  make: MakeEvent,
): CallEvent[] {
  const last = ended ?? answered;
  return [
    ...(transfer === undefined ? [] : [make('call.transferred', last, { kind: transfer })]),
    ...(ended === undefined ? [] : [make('call.ended', ended, { ended_by: endedBy, ...end })]),
    ...(analyzed === undefined ? [] : [make('call.analyzed', last + 1, analyzed)]),
    ...(recorded === undefined ? [] : [make('call.recording', last + 2, recorded)]),
  ];
}

/** The events of one call. */
export function phoneCall(call: PhoneCall): CallEvent[] {
  calls += 1;
  const id = call.id ?? `call-${calls}`;
  const start = microsOf(call.start);
  const make: MakeEvent = (type, seconds, data) => callEvent(type, id, start + Math.round(seconds * 1_000_000), data);
  return [...beginOf(call, make), ...courseOf(call, make), ...endOf(call, make)];
}

/** A call in the words of a story. */
export interface TimedCall {
  readonly from?: string;
  readonly to?: string;
  readonly direction?: 'inbound' | 'outbound';
  readonly agent?: string;
  readonly answered?: Time;
  readonly ended?: Time;
  readonly endedBy?: 'caller' | 'agent' | 'system';
  readonly reason?: string;
  readonly outcome?: SentData<'call.ended'>['outcome'];
  readonly cost?: readonly [amount: string, currency: string];
  readonly attribution?: SentData<'call.started'>['attribution'];
}

/** The events of a call whose times are texts or epoch microseconds. */
export function call(id: string, started: Time, more: TimedCall = {}): CallEvent[] {
  const { from, to, attribution, cost, reason, outcome, answered, ended, ...same } = more;
  const start = microsOf(started);
  const after = (time: Time | undefined): number | undefined =>
    time === undefined ? undefined : (microsOf(time) - start) / 1_000_000;
  const total = cost === undefined ? undefined : { total: cost[0], currency: cost[1] };
  return phoneCall({
    id,
    start,
    ...same,
    started: given({ from, to, attribution }),
    end: given({ reason, outcome, cost: total }),
    ...given({ answered: after(answered), ended: after(ended) }),
  });
}

/** A named step of a call, at each of the times. */
export const steps = (id: string, step: string, ...times: Time[]): CallEvent[] =>
  times.map((time) => callEvent('funnel.step', id, time, { step }));
