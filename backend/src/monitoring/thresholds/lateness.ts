import { DAY_MICROS, MINUTE_MICROS, MINUTE_MS } from '../../lib/time/durations.js';
import { toMillis, type Millis } from '../../lib/time/units.js';
import { ARRIVAL_SECONDS } from '../../projection/rows/arrivals.js';
import type { Reading } from './see-groups.js';
import type { Watch } from './watch.js';

/** How late what happened becomes known, of one tenant. */
export interface Delays {
  /**
   * Share of the calls known of those that began so many minutes ago.
   * @param provider of the calls; all if undefined
   */
  readonly knownShare: (ageMinutes: number, provider: string | undefined) => number;
  /** Until then it is known what became of most calls; minutes. */
  readonly settleMinutes: number;
}

/** Fewer calls say nothing of how late they are. */
const MIN_CALLS = 50;
const DAYS = 7;

/** Of the calls so many are settled when the others are waited for no longer. */
const SETTLED = 0.95;
const SETTLE = { min: 5, max: 60, margin: 2 } as const;

/** Calls by the age at which they became known: an entry for each of `ARRIVAL_SECONDS`. */
type Ages = Float64Array;

/** Share known before an age, in between as if calls came evenly. */
function shareBefore(ages: Ages, seconds: number): number {
  const total = ages.reduce((sum, calls) => sum + calls, 0);
  if (total < MIN_CALLS) return 1;
  let known = 0;
  for (const [index, calls] of ages.entries()) {
    const from = ARRIVAL_SECONDS[index] ?? 0;
    const to = ARRIVAL_SECONDS[index + 1] ?? Infinity;
    if (seconds >= to) known += calls;
    else {
      if (seconds > from && Number.isFinite(to)) known += (calls * (seconds - from)) / (to - from);
      break;
    }
  }
  return known / total;
}

/** @param rows provider, age, calls @returns known shares of all calls, and of the calls of each provider */
export function knownShares(
  rows: readonly { readonly provider: string; readonly age: number; readonly calls: number }[],
): Delays['knownShare'] {
  const all: Ages = new Float64Array(ARRIVAL_SECONDS.length);
  const byProvider = new Map<string, Ages>();
  for (const { provider, age, calls } of rows) {
    const own = byProvider.get(provider) ?? new Float64Array(ARRIVAL_SECONDS.length);
    own[age] = (own[age] ?? 0) + calls;
    all[age] = (all[age] ?? 0) + calls;
    byProvider.set(provider, own);
  }
  const remembered = new Map<string, number>();
  return (ageMinutes, provider) => {
    // Half a minute less: calls of a step began before its end.
    const seconds = Math.max(0, ageMinutes * 60 - 30);
    if (seconds >= (ARRIVAL_SECONDS.at(-1) ?? 0)) return 1;
    const key = `${seconds} ${provider ?? ''}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const share = shareBefore((provider === undefined ? undefined : byProvider.get(provider)) ?? all, seconds);
    remembered.set(key, share);
    return share;
  };
}

/** The provider whose calls alone a threshold watches, if it does. @param provider of the group */
export function providerOf({ filters }: Watch, provider: unknown): string | undefined {
  if (typeof provider === 'string') return provider;
  const named = filters.find(({ dimension, op }) => dimension.id === 'provider' && (op === '=' || op === 'in'));
  const [only, ...others] = named?.values ?? [];
  return others.length === 0 && typeof only === 'string' ? only : undefined;
}

async function readDelays({ tenant, now, run }: Reading): Promise<Delays> {
  const values = { tenant };
  const arrivals = await run({
    sql: `SELECT provider, age, sum(calls) AS calls FROM arrivals
      WHERE tenant = $tenant AND day >= ${Math.floor(now / DAY_MICROS) - DAYS} GROUP BY ALL`,
    values,
  });
  const settled = await run({
    sql: `SELECT quantile_cont(greatest(last_event_at, coalesce(booked_at, 0)) - started_at, ${SETTLED}) AS settled FROM calls
      WHERE tenant = $tenant AND started_at >= ${now - DAYS * DAY_MICROS} AND started_at < ${now}`,
    values,
  });
  const minutes = Math.ceil(Number(settled[0]?.['settled'] ?? 0) / MINUTE_MICROS) + SETTLE.margin;
  return {
    knownShare: knownShares(
      arrivals.map(({ provider, age, calls }) => ({
        provider: String(provider),
        age: Number(age),
        calls: Number(calls),
      })),
    ),
    settleMinutes: Math.min(SETTLE.max, Math.max(SETTLE.min, minutes)),
  };
}

const MAX_AGE_MS = 10 * MINUTE_MS;

/** How late what happens becomes known, by tenant; measured anew every ten minutes. */
export class DelayCache {
  readonly #known = new Map<string, { readonly delays: Delays; readonly at: Millis }>();

  async of(reading: Reading): Promise<Delays> {
    const known = this.#known.get(reading.tenant);
    const now = toMillis(reading.now);
    if (known !== undefined && Math.abs(now - known.at) < MAX_AGE_MS) return known.delays;
    const delays = await readDelays(reading);
    this.#known.set(reading.tenant, { delays, at: now });
    return delays;
  }
}
