import type { Millis } from '../../../lib/time/units.js';
import { degraded, down, UP, type Finding } from './probe.js';

/**
 * Whether a component was heard of in time: by its own events, not by checks of this service.
 * @param wasHeard whether anything came within the limit
 * @param limitMs longest silence
 * @param definedMs how long the check has been as it is
 */
export function judgeHeartbeat(wasHeard: boolean, limitMs: Millis, definedMs: Millis): Finding {
  if (wasHeard) return UP;
  const seconds = Math.round(limitMs / 1_000);
  // Who has just defined the check may have to switch its component on first.
  if (definedMs < limitMs) return degraded(`not heard yet; expected within ${seconds} s`);
  return down(`not heard for more than ${seconds} s`);
}
