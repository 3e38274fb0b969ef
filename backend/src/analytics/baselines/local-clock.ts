import { offsetSpans, type OffsetSpan } from '../../lib/time/zone.js';
import { MINUTE_MICROS } from '../../lib/time/durations.js';

/** Whole minutes since 1970 in UTC. */
export type EpochMinute = number;
/** Days from 1970-01-01 to a local date. */
export type LocalDay = number;

export const MINUTES_A_DAY = 1_440;

/** Baselines of counts know steps of so many minutes. */
export const SLOT_MINUTES = 5;
export const SLOTS_A_DAY = MINUTES_A_DAY / SLOT_MINUTES;
export const HOURS_A_DAY = 24;

/** The local time of one zone for each minute of a range, without asking a calendar minute by minute. */
export class LocalClock {
  readonly zone: string;
  readonly #spans: readonly OffsetSpan[];

  /**
   * @param zone IANA time zone
   * @param from first minute that is asked for
   * @param to minute after the last one
   */
  constructor(zone: string, from: EpochMinute, to: EpochMinute) {
    this.zone = zone;
    this.#spans = offsetSpans(zone, from * MINUTE_MICROS, to * MINUTE_MICROS).toReversed();
  }

  /** Minutes from 1970-01-01, 00:00, on the clock of the wall. */
  local(minute: EpochMinute): number {
    const micros = minute * MINUTE_MICROS;
    const span = this.#spans.find(({ from }) => micros >= from) ?? this.#spans.at(-1);
    return minute + Math.floor((span?.offset ?? 0) / MINUTE_MICROS);
  }

  dayOf(minute: EpochMinute): LocalDay {
    return dayOf(this.local(minute));
  }
}

/** Minutes since local midnight. @param local minutes from 1970-01-01, 00:00, on the clock of the wall */
export const minuteOfDay = (local: number): number => local - dayOf(local) * MINUTES_A_DAY;

export const dayOf = (local: number): LocalDay => Math.floor(local / MINUTES_A_DAY);
export const hourOf = (local: number): number => Math.floor(minuteOfDay(local) / 60);
/** Step of five minutes of its day. */
export const slotOf = (local: number): number => Math.floor(minuteOfDay(local) / SLOT_MINUTES);
