import { DAY_MS } from '../../../lib/time/durations.js';
import type { Millis } from '../../../lib/time/units.js';
import { degraded, UP, type Finding } from './probe.js';

/** Whole days, as people count them. */
const daysText = (ms: Millis): string => {
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
};

/** Whether a certificate that is valid will be so for long enough. @param days undefined where nothing is asked of it */
export function judgeCertificate(ends: Date | undefined, days: number | undefined, now: Millis): Finding {
  if (ends === undefined || days === undefined) return UP;
  const left = ends.getTime() - now;
  return left >= days * DAY_MS
    ? UP
    : degraded(`the certificate expires in ${daysText(left)}; at least ${days} expected`);
}
