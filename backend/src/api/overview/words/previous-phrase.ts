import { DAY_MS } from '../../../lib/time/durations.js';
import type { OverviewRange } from '../overview-range.js';
import { localTime } from './local-time.js';

/** What a range is compared with, as in "12% more than last Sunday by this time". */
export function previousPhrase({ id, daysBack }: OverviewRange, now: number, timezone: string): string {
  if (id === 'today') return `last ${localTime(now - daysBack * DAY_MS, 'weekday', timezone)} by this time`;
  if (id === '24h') return 'in the same 24 hours a week before';
  return `in the ${daysBack} days before`;
}
