import { DAY_MICROS, MINUTE_MICROS, MINUTE_MS } from '../../lib/time/durations.js';
import type { Pace } from '../../lib/scheduling/pace.js';
import type { Millis } from '../../lib/time/units.js';
import type { DataVersions } from '../../projection/rows/data-versions.js';
import { HISTORY_DAYS, readModels, wantModels, type DayRange, type Models } from './models.js';
import { startOfDay } from './steps-to-days.js';
import type { SeriesReader } from './read-series.js';
import { modelKey, type Variant } from './variant.js';

interface Cached {
  readonly models: Models;
  readonly days: DayRange;
  /** Version of the days that they were learned from. */
  readonly version: number;
  readonly builtAt: Millis;
  /** How long that took. */
  readonly tookMs: Millis;
}

/** What changed in past days reaches the baselines after a minute, or later where learning takes long. */
const MIN_AGE_MS = MINUTE_MS;
/** Learning takes at most one part in so many of the time. */
const SHARE = 50;

/** What is usual for each threshold of a tenant, from local midnight to local midnight. */
export class ModelCache {
  readonly #tenant: string;
  readonly #versions: DataVersions;
  readonly #cached = new Map<string, Cached>();

  constructor(tenant: string, versions: DataVersions) {
    this.#tenant = tenant;
    this.#versions = versions;
  }

  /** Makes known what will have to be read. */
  want(reader: SeriesReader, variant: Variant, days: DayRange, now: Millis): void {
    if (this.#current(variant, days, now) === undefined) wantModels(reader, variant, days);
  }

  /** Models of the days, from memory unless a day has begun or past days have changed. */
  async of(reader: SeriesReader, variant: Variant, days: DayRange, now: Millis, pace: Pace): Promise<Models> {
    const current = this.#current(variant, days, now);
    if (current !== undefined) return current.models;
    const version = this.#versionOf(variant, days);
    const begin = performance.now();
    const models = await readModels(reader, variant, days, { pace, isPreview: false });
    this.#cached.set(modelKey(variant), { models, days, version, builtAt: now, tookMs: performance.now() - begin });
    return models;
  }

  /** Forgets what no threshold needs any more. */
  keep(variants: readonly Variant[]): void {
    const needed = new Set(variants.map(modelKey));
    for (const key of this.#cached.keys()) if (!needed.has(key)) this.#cached.delete(key);
  }

  #current(variant: Variant, days: DayRange, now: Millis): Cached | undefined {
    const cached = this.#cached.get(modelKey(variant));
    if (cached === undefined || cached.days.last !== days.last || cached.days.first !== days.first) return undefined;
    const age = now - cached.builtAt;
    const isFresh = age >= 0 && age < Math.max(MIN_AGE_MS, SHARE * cached.tookMs);
    return isFresh || cached.version === this.#versionOf(variant, days) ? cached : undefined;
  }

  #versionOf({ watch: { zone } }: Variant, { first, last }: DayRange): number {
    const dayAt = (minute: number): number => Math.floor((minute * MINUTE_MICROS) / DAY_MICROS);
    const from = dayAt(startOfDay(first - HISTORY_DAYS, zone));
    return this.#versions.of(this.#tenant, from, dayAt(startOfDay(last, zone) - 1));
  }
}
