import type { Static } from '@sinclair/typebox';
import type { EVENT_DATA, EventType } from '@callsight/contract/events/types';

export type DataOf<T extends EventType> = Static<(typeof EVENT_DATA)[T]>;

/** A CloudEvent about a call, as a sender would make it. */
export interface TestEvent<T extends EventType = EventType> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly subject: string;
  /** RFC 3339, to the microsecond. */
  readonly time: string;
  readonly data: DataOf<T>;
}

/** RFC 3339 time of epoch microseconds. */
function rfc3339(micros: number): string {
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const seconds = new Date((micros - fraction) / 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

/** Epoch microseconds of an RFC 3339 time to the millisecond. */
export const microsOf = (time: string): number => Date.parse(time) * 1_000;

/** Epoch microseconds of an event of ours: UTC with six digits of fraction. */
export const microsOfEvent = ({ time }: TestEvent): number =>
  microsOf(`${time.slice(0, 19)}Z`) + Number(time.slice(20, 26));

let made = 0;

/** An event of a call; its id is new unless given. */
export function callEvent<T extends EventType>(
  type: T,
  call: string,
  micros: number,
  data: DataOf<T>,
  id?: string,
): TestEvent<T> {
  made += 1;
  return {
    specversion: '1.0',
    id: id ?? `${type}-${made}`,
    source: 'tests',
    type,
    subject: call,
    time: rfc3339(micros),
    data,
  };
}
