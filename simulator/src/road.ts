import type { Calendar } from './calendar.js';
import type { Random } from './random.js';
import type { TimedEvent } from './timed-event.js';

/** A repeated delivery comes this much later at most, beyond the disorder that befalls every event. */
const REPEAT_WITHIN = 30_000;

export interface RoadSettings {
  readonly from: number;
  /** Events later than this are never sent. */
  readonly to: number;
  /** Share of events that are delivered twice. */
  readonly duplicates: number;
  /** Milliseconds that an event can be late. */
  readonly disorder: number;
}

/** The way of an event to the service: late by chance, now and then delivered twice. */
export class Road {
  constructor(
    private readonly calendar: Calendar,
    private readonly settings: RoadSettings,
  ) {}

  /** @param lateMs how late it is besides */
  send(timed: TimedEvent, random: Random, lateMs = 0): void {
    const { from, to, duplicates, disorder } = this.settings;
    if (timed.at < from || timed.at > to) return;
    const dueAt = timed.at + lateMs + (disorder > 0 ? random.between(0, disorder) : 0);
    this.calendar.enter({ dueAt, timed });
    if (duplicates > 0 && random.chance(duplicates)) {
      this.calendar.enter({ dueAt: dueAt + random.between(0, REPEAT_WITHIN), timed });
    }
  }
}
