import type { EventType } from '@callsight/contract/events/types';
import { callEvent, microsOf, type DataOf, type TestEvent } from './event.js';

type Ended = DataOf<'call.ended'>;
type Turn = Partial<DataOf<'call.turn'>> & { readonly at?: number };

/** A call in the words of a test: all times are seconds after its start. */
export interface PhoneCall {
  readonly id?: string;
  /** RFC 3339 time of the start. */
  readonly start: string;
  /** What `call.started` says beyond direction, caller and agent. */
  readonly started?: Partial<DataOf<'call.started'>>;
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
  readonly transfer?: DataOf<'call.transferred'>['kind'];
  readonly turns?: readonly Turn[];
  readonly analyzed?: DataOf<'call.analyzed'>;
}

let calls = 0;

type Tell = <T extends EventType>(type: T, seconds: number, data: DataOf<T>) => TestEvent;

function beginOf(
  { direction = 'inbound', caller, agent = 'anna', started, answered }: PhoneCall,
  tell: Tell,
): TestEvent[] {
  const party = caller === undefined ? {} : { [direction === 'inbound' ? 'from' : 'to']: caller };
  return [
    tell('call.started', 0, { direction, agent: { id: agent }, ...party, ...started }),
    ...(answered === undefined ? [] : [tell('call.answered', answered, {})]),
  ];
}

function courseOf({ answered = 0, holds = [], turns = [] }: PhoneCall, tell: Tell): TestEvent[] {
  return [
    ...holds.flatMap(([from, to]) => [
      tell('call.held', from, {}),
      ...(to === undefined ? [] : [tell('call.resumed', to, {})]),
    ]),
    ...turns.map(({ at, ...turn }, index) =>
      tell('call.turn', at ?? answered + index, { index, latency_ms: {}, ...turn }),
    ),
  ];
}

function endOf(
  { answered = 0, ended, endedBy = 'caller', end, transfer, analyzed }: PhoneCall,
  tell: Tell,
): TestEvent[] {
  const last = ended ?? answered;
  return [
    ...(transfer === undefined ? [] : [tell('call.transferred', last, { kind: transfer })]),
    ...(ended === undefined ? [] : [tell('call.ended', ended, { ended_by: endedBy, ...end })]),
    ...(analyzed === undefined ? [] : [tell('call.analyzed', last + 1, analyzed)]),
  ];
}

/** The events of one call. */
export function phoneCall(call: PhoneCall): TestEvent[] {
  calls += 1;
  const id = call.id ?? `call-${calls}`;
  const start = microsOf(call.start);
  const tell: Tell = (type, seconds, data) => callEvent(type, id, start + Math.round(seconds * 1_000_000), data);
  return [...beginOf(call, tell), ...courseOf(call, tell), ...endOf(call, tell)];
}
