import type { Random } from './random.js';

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const FIRST_HALF_HOUR = 16;
const HALF_HOURS_OPEN = 20;
const LONGEST_LEAD_DAYS = 14;

/** A free half hour between 8 and 18 on a coming weekday, rather soon than late. `offset`: zone's clock ahead of UTC. */
export function openingAfter(random: Random, at: number, offset: number): number {
  const lead = 1 + Math.floor(Math.min(LONGEST_LEAD_DAYS - 1, random.exponential(2.5)));
  const day = Math.floor((at + offset) / DAY) + lead;
  // Day 0 of the epoch was a Thursday, so days 2 and 3 of each week from there are the weekend.
  const weekday = day % 7;
  const open = weekday === 2 ? day + 2 : weekday === 3 ? day + 1 : day;
  return open * DAY + (FIRST_HALF_HOUR + random.below(HALF_HOURS_OPEN)) * HALF_HOUR - offset;
}
