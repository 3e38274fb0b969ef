import type { Random } from './random.js';
import type { Surroundings } from './surroundings.js';

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const FIRST_HALF_HOUR = 16;
const HALF_HOURS_OPEN = 20;
const LONGEST_LEAD_DAYS = 14;

/** Day 0 of the epoch was a Thursday. */
const isWeekend = (day: number): boolean => day % 7 === 2 || day % 7 === 3;

/** A free half hour between 8 and 18 on a coming weekday that is no holiday, rather soon than late. */
export function openingAfter(random: Random, at: number, surroundings: Surroundings): number {
  const offset = surroundings.offsetAt(at);
  const lead = 1 + Math.floor(Math.min(LONGEST_LEAD_DAYS - 1, random.exponential(2.5)));
  let day = Math.floor((at + offset) / DAY) + lead;
  while (isWeekend(day) || surroundings.isHoliday(day)) day += 1;
  return day * DAY + (FIRST_HALF_HOUR + random.below(HALF_HOURS_OPEN)) * HALF_HOUR - offset;
}
