import { MINUTE_MS } from '@callsight/backend/lib/time/durations';
import type { LocalDay } from '@callsight/backend/analytics/baselines/local-clock';
import { daysOff, DRIFT_NEEDED, type DayValue } from '@callsight/backend/monitoring/thresholds/drift';
import { startOfDay } from '@callsight/backend/monitoring/thresholds/steps-to-days';
import { ALL_DAYS, judgedDays, startOf } from './quiet-weeks.js';
import { simulatedSeries, ZONE, type SimulatedSeries } from './simulated-series.js';
import { alarmsOf, countWatcher, watched } from './watchers.js';

const DRIFT_BEGINS = 9 * 7;
const DRIFT_DAYS = 21;

function dayTotals({ offered, from, firstDay }: SimulatedSeries): (day: LocalDay) => DayValue | undefined {
  return (day) => {
    if (day < firstDay) return undefined;
    const [begin, end] = [day, day + 1].map((one) => startOfDay(one, ZONE) - from);
    const total = offered.subarray(begin, end).reduce((sum, one) => sum + one, 0);
    return { value: total, total };
  };
}

/**
 * Days from the begin of a growth by 3.3 % a day until it is found; Infinity if it is not within three weeks. A growth by
 * 1.5 % a week goes on all the time.
 */
export function driftDelay(callsPerDay: number, seed: number): number {
  const { firstDay } = startOf(seed);
  const begin = firstDay + DRIFT_BEGINS + (seed % 7);
  const from = startOfDay(begin, ZONE) * MINUTE_MS;
  const named = [{ kind: 'drift', factor: 1.033, from, to: from + DRIFT_DAYS * 24 * 60 * MINUTE_MS } as const];
  const days = DRIFT_BEGINS + 7 + DRIFT_DAYS;
  const valueOf = dayTotals(simulatedSeries({ seed: `drift-${seed}`, callsPerDay, firstDay, days, named }));
  const found = Array.from({ length: DRIFT_DAYS }, (_, index) => begin + index).find(
    (day) => (daysOff(valueOf, day, ['above']) ?? 0) >= DRIFT_NEEDED,
  );
  // A day is judged when it is over.
  return found === undefined ? Infinity : found + 1 - begin;
}

/** Alarms of "fewer calls" and "nobody calls" around holidays. */
export interface HolidayAlarms {
  readonly holidays: number;
  readonly onTheDay: number;
  readonly inTheWeekAfter: number;
}

/** Six holidays on working days, four weeks from each other, listed in a calendar and not. */
export function holidayAlarms(callsPerDay: number, seed: number): Record<'listed' | 'unlisted', HolidayAlarms> {
  const { firstDay } = startOf(seed);
  const holidays = Array.from({ length: 6 }, (_, index) => firstDay + 7 * (7 + 4 * index) + ((index + seed) % 5));
  const named = holidays.map((day) => {
    const from = startOfDay(day, ZONE) * MINUTE_MS;
    return { kind: 'holiday', factor: 1, from, to: from + MINUTE_MS } as const;
  });
  const series = simulatedSeries({ seed: `holidays-${seed}`, callsPerDay, firstDay, days: ALL_DAYS, named });
  const alarms = (isListed: boolean): HolidayAlarms => {
    const of = watched(series, new Set(isListed ? holidays : []));
    const days = (['below', 'silence'] as const)
      .flatMap((kind) => alarmsOf(countWatcher(of, series.offered, kind), judgedDays(firstDay)))
      .map((minute) => of.clock.dayOf(minute));
    const isAfter = (day: LocalDay): boolean => holidays.some((one) => day > one && day <= one + 7);
    return {
      holidays: holidays.length,
      onTheDay: days.filter((day) => holidays.includes(day)).length,
      inTheWeekAfter: days.filter(isAfter).length,
    };
  };
  return { listed: alarms(true), unlisted: alarms(false) };
}
