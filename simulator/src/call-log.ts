import type { EventType } from '@callsight/contract/events/types';
import type { DataOf } from './simulated-event.js';
import { timedEvent, type TimedEvent } from './timed-event.js';

/**
 * Collects the events of one call. Ids are the call's id and the event's type, numbered where a type can come again.
 * A log that is not `full` keeps the course of the call alone.
 */
export class CallLog {
  readonly events: TimedEvent[] = [];
  private repeats = 0;

  constructor(
    readonly callId: string,
    readonly full: boolean,
  ) {}

  /** An event that comes once in a call and that every log keeps. */
  course<T extends EventType>(type: T, at: number, data: DataOf<T>): void {
    this.events.push(timedEvent(`${this.callId}.${type}`, type, this.callId, at, data));
  }

  /** A detail of the call; its type may come again. */
  detail<T extends EventType>(type: T, at: number, data: DataOf<T>): void {
    this.about(this.callId, type, at, data);
  }

  /** Something that this call brought about and that is part of another one, or of none. */
  about<T extends EventType>(subject: string | undefined, type: T, at: number, data: DataOf<T>): void {
    if (!this.full) return;
    this.repeats += 1;
    this.events.push(timedEvent(`${this.callId}.${type}.${this.repeats}`, type, subject, at, data));
  }
}
