import type { EventType } from '@callsight/contract/events/types';
import type { DataOf, SimulatedEvent } from './simulated-event.js';

/** An event with its instant as a number, so that ordering never parses a time. */
export interface TimedEvent {
  /** Epoch milliseconds, whole; the same instant as `event.time`. */
  readonly at: number;
  readonly event: SimulatedEvent;
}

/** Fractions of a millisecond in `at` are dropped. Without `subject` the event is part of no call. */
export function timedEvent<T extends EventType>(
  id: string,
  type: T,
  subject: string | undefined,
  at: number,
  data: DataOf<T>,
): TimedEvent {
  const instant = Math.floor(at);
  const time = new Date(instant).toISOString();
  const event: SimulatedEvent =
    subject === undefined
      ? { specversion: '1.0', id, source: '/simulator', type, time, data }
      : { specversion: '1.0', id, source: '/simulator', type, subject, time, data };
  return { at: instant, event };
}
