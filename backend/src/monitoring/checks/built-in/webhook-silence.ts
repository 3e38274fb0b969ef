import { DAY_MS, MINUTE_MS } from '../../../lib/time/durations.js';
import type { Millis } from '../../../lib/time/units.js';
import { degraded, UP, type Finding } from '../probes/probe.js';

/** What an account usually sends is judged by its webhooks of so many days, the latest ones, and of no more than these. */
const USUAL_MS = 7 * DAY_MS;
const MAX_WEBHOOKS = 300;

/** Fewer say nothing about what is usual. */
const MIN_WEBHOOKS = 20;

/**
 * Silence of so many usual gaps. Were webhooks to come at random, one gap in 2^20, a million, would be longer than 20 times
 * the median one; those of a call come in bursts, so that half an hour is the least.
 */
const FACTOR = 20;
const MIN_SILENCE_MS = 30 * MINUTE_MS;

const minutes = (ms: Millis): number => Math.round(ms / MINUTE_MS);

/**
 * Whether an account has gone silent, compared with what it usually sends. Nights count as silence: the threshold kind
 * `silence` knows the hours.
 * @param latest when its webhooks came, the latest first; epoch milliseconds
 * @returns undefined when the account sends too little to be missed
 */
export async function judgeWebhooks(latest: AsyncIterable<Millis>, now: Millis): Promise<Finding | undefined> {
  const times: Millis[] = [];
  for await (const at of latest) {
    if (at < now - USUAL_MS || times.length === MAX_WEBHOOKS) break;
    times.push(at);
  }
  const [last] = times;
  if (last === undefined || times.length < MIN_WEBHOOKS) return undefined;
  const gaps = times.slice(1).map((at, index) => (times[index] ?? at) - at);
  const median = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  const limit = Math.max(FACTOR * median, MIN_SILENCE_MS);
  const silence = now - last;
  if (silence <= limit) return UP;
  return degraded(`no webhook for ${minutes(silence)} min; usual are at most ${minutes(limit)} min`);
}
