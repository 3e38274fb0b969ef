import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import type { Millis } from '../time/units.js';

type WallTime = Temporal.PlainDateTime;

/** A cron expression that cannot be read. */
export class CronProblem extends Error {
  override readonly name = 'CronProblem';
}

const PRESETS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** An hour field, or a part of one, that names no hour: it goes by the time that passes and not by the wall clock. */
const EVERY_HOUR = /^(?:\*|\?|0-23)(?:\/\d+)?$/;

/** So many days that are left out, one after the other, and there is no more to come: more than two years. */
const MAX_DAYS_LEFT_OUT = 800;

/** Wall times are counted in a zone without changes of the clock. */
const asUtc = (wall: WallTime): Date => new Date(wall.toZonedDateTime('UTC').epochMilliseconds);
const asWall = (date: Date): WallTime =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO('UTC').toPlainDateTime();

/** A time at which a schedule runs, and what the clock of its zone shows then. */
export interface FireTime {
  readonly at: Millis;
  /** The time that the expression names; the clock shows another one where it skips that. */
  readonly wall: WallTime;
}

/** Days on which a schedule may run. */
type IsDay = (date: Temporal.PlainDate) => boolean;

/**
 * The times that a cron expression of five fields names in a time zone.
 *
 * Hours that are named run once a day by the wall clock: a time that the clock skips runs at the first instant after the gap,
 * one that comes twice at its first occurrence, and times that fall together run once. Where the hour is `*` or
 * a step of it, the expression goes by the time that passes: nothing runs in a gap, and what comes twice runs twice.
 */
export class FireTimes {
  readonly #cron: Cron;
  readonly #isByInstant: boolean;
  /** Whether the fields for days leave every day open. */
  readonly hasAllDays: boolean;

  /** @throws CronProblem */
  constructor(expression: string) {
    const text = expression.trim().toLowerCase();
    const fields = (PRESETS[text] ?? text).split(/\s+/);
    if (fields.length !== 5)
      throw new CronProblem(
        `"${expression}" has ${fields.length} fields; expected minute, hour, day of month, month and weekday, such as 0 8 * * 1`,
      );
    try {
      // Croner itself loses runs where the clock changes; it lists wall times only.
      this.#cron = new Cron(fields.join(' '), { timezone: 'UTC', paused: true, mode: '5-part' });
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
      throw new CronProblem(`"${expression}" cannot be read: ${reason}`);
    }
    const [, hours = '', dayOfMonth = '', , weekday = ''] = fields;
    this.#isByInstant = hours.split(',').some((part) => EVERY_HOUR.test(part));
    this.hasAllDays = [dayOfMonth, weekday].every((field) => field === '*' || field === '?');
  }

  /** Times after an instant, in their order; ends where nothing more is to come. */
  *after(instant: Millis, zone: string, isDay: IsDay = () => true): Generator<FireTime> {
    const from = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
    yield* this.#isByInstant ? this.#byInstant(from, isDay) : this.#byWallTime(from, isDay);
  }

  /** Wall times after one, without the days that are left out. */
  *#walls(after: WallTime, isDay: IsDay): Generator<WallTime> {
    let last = asUtc(after);
    for (let leftOut = 0; leftOut < MAX_DAYS_LEFT_OUT;) {
      const next = this.#cron.nextRun(last) as Date | null | undefined;
      if (next === null || next === undefined) return;
      const wall = asWall(next);
      const date = wall.toPlainDate();
      if (isDay(date)) {
        leftOut = 0;
        last = next;
        yield wall;
      } else {
        leftOut += 1;
        last = new Date(asUtc(date.add({ days: 1 }).toPlainDateTime()).getTime() - 1);
      }
    }
  }

  *#byWallTime(from: Temporal.ZonedDateTime, isDay: IsDay): Generator<FireTime> {
    let last = from.epochMilliseconds;
    for (const wall of this.#walls(from.toPlainDateTime(), isDay)) {
      const at = firstInstant(wall, from.timeZoneId);
      if (at <= last) continue;
      last = at;
      yield { at, wall };
    }
  }

  /** Between two changes of the clock, wall time and time that passes are the same. */
  *#byInstant(from: Temporal.ZonedDateTime, isDay: IsDay): Generator<FireTime> {
    let begin = from;
    // So that the first instant after a change of the clock is a time after the one before.
    let after = from.toPlainDateTime();
    for (;;) {
      const change = begin.getTimeZoneTransition('next');
      // Without a time beyond the change there is none at all.
      let isOver = true;
      for (const wall of this.#walls(after, isDay)) {
        const at = wall.toZonedDateTime('UTC').epochMilliseconds - begin.offsetNanoseconds / 1_000_000;
        isOver = change === null || at < change.epochMilliseconds;
        if (!isOver) break;
        yield { at, wall };
      }
      if (change === null || isOver) return;
      begin = change;
      after = change.toPlainDateTime().subtract({ milliseconds: 1 });
    }
  }
}

/** When a wall time comes for the first time; the first instant after it where the clock skips it. */
function firstInstant(wall: WallTime, zone: string): Millis {
  const at = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (at.toPlainDateTime().equals(wall)) return at.epochMilliseconds;
  // `earlier` lies before the gap, by as much as the clock skips.
  const change = at.getTimeZoneTransition('next');
  if (change === null) throw new Error(`${zone} skips ${wall.toString()} without a change of the clock`);
  return change.epochMilliseconds;
}
