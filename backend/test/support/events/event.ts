import type { EventType, SentData } from '@callsight/contract/events/types';
import { given } from './given.js';
import { micros, rfc3339 } from './time.js';

/** A CloudEvent as a sender would make it; one that is no part of a call may lack the subject. */
export interface TestEvent<T extends EventType = EventType> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly subject?: string;
  /** RFC 3339, UTC, to the microsecond. */
  readonly time: string;
  readonly data: SentData<T>;
}

/** An event that is part of a call. */
export type CallEvent<T extends EventType = EventType> = TestEvent<T> & { readonly subject: string };

/** A text as `micros` reads it, or epoch microseconds. */
export type Time = string | number;

export const microsOf = (time: Time): number => (typeof time === 'number' ? time : micros(time));

interface Envelope {
  /** New if absent. */
  readonly id?: string;
  readonly subject?: string;
}

let made = 0;

/** An event about anything. */
export function event<T extends EventType>(
  type: T,
  time: Time,
  data: SentData<T>,
  { id, subject }: Envelope = {},
): TestEvent<T> {
  made += 1;
  return {
    specversion: '1.0',
    id: id ?? `${type}-${made}`,
    source: 'tests',
    type,
    ...given({ subject }),
    time: rfc3339(microsOf(time)),
    data,
  };
}

/** An event of a call. */
export const callEvent = <T extends EventType>(
  type: T,
  call: string,
  time: Time,
  data: SentData<T>,
  id?: string,
): CallEvent<T> => ({ ...event(type, time, data, given({ id })), subject: call });
