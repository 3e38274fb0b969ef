import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { LocalClock, type EpochMinute } from '../../analytics/baselines/local-clock.js';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { MINUTE_MICROS, MINUTE_MS } from '../../lib/time/durations.js';
import { toMicros, type Millis } from '../../lib/time/units.js';
import { localDay } from '../../lib/time/zone.js';
import type { DataVersions } from '../../projection/rows/data-versions.js';
import { driftStates } from './judge-drift.js';
import { judgeWatch } from './judge-watch.js';
import type { Lateness } from './seen.js';
import { DelayCache, providerOf } from './lateness.js';
import { ModelCache } from './model-cache.js';
import type { DayRange, Models } from './models.js';
import { startOfDay } from './steps-to-days.js';
import { previewThreshold } from './preview.js';
import type { PreviewRange } from './preview-lines.js';
import { keyOfGroup, SeriesReader } from './read-series.js';
import { readMetricOnce, seeGroups, stretchOf, wantSeen, type Reading } from './see-groups.js';
import { stateOf } from './state.js';
import { suppress, type CauseOf } from './suppress.js';
import { labelsOf, variantsOf, type Variant } from './variant.js';
import { needsModels, watchOf, type Watch } from './watch.js';

/** What a tenant has defined, and the time zone of its days. */
export interface TenantThresholds {
  readonly tenant: string;
  readonly thresholds: readonly Threshold[];
  readonly calendars: readonly Calendar[];
  readonly catalogue: Catalogue;
  readonly zone: string;
  readonly causeOf: CauseOf;
}

/** How things are with each group of a threshold. */
export interface ThresholdStates {
  readonly threshold: Threshold;
  readonly unit: string;
  readonly states: readonly ThresholdState[];
  /** Why it could not be judged, if so. */
  readonly failure?: unknown;
}

/** Yesterday and today: what is judged live. */
function liveDays({ zone }: Watch, asOf: EpochMinute): DayRange {
  const today = localDay(asOf * MINUTE_MICROS, zone);
  return { first: today - 1, last: today };
}

const liveStretch = (watch: Watch, asOf: EpochMinute) =>
  stretchOf(watch, startOfDay(liveDays(watch, asOf).first, watch.zone), asOf);

/** Values that the steps do not give exactly are asked for as a query asks for them. */
const needsExact = ({ measure }: Watch): boolean => measure.kind === 'percentile' || measure.kind === 'mean';

/** One round over the thresholds of a tenant. */
interface Round {
  readonly reader: SeriesReader;
  readonly reading: Reading;
  readonly cache: ModelCache;
  readonly lateness: Lateness;
  readonly now: Millis;
}

/** Judges the thresholds of tenants. Keeps what is usual in memory; everything else is read anew each time. */
export class ThresholdEngine {
  readonly #versions: DataVersions;
  readonly #caches = new Map<string, ModelCache>();
  readonly #delays = new DelayCache();

  constructor(versions: DataVersions) {
    this.#versions = versions;
  }

  /**
   * The states of all thresholds that are not paused, from what was seen up to the last whole minute. One that cannot be
   * judged fails alone.
   */
  async judge(of: TenantThresholds, now: Millis, work: Omit<Reading, 'tenant' | 'now'>): Promise<ThresholdStates[]> {
    const round = await this.#round(of.tenant, now, work);
    const active = of.thresholds.filter(({ paused }) => paused !== true);
    const watched = await Promise.all(active.map((threshold) => watchedOf(threshold, of, round)));
    const variants = watched.flatMap((one) => one.variants ?? []);
    for (const variant of variants) want(variant, round);
    const results = await Promise.all(watched.map((one) => judgeOne(one, of.causeOf, round)));
    round.cache.keep(variants);
    return results;
  }

  /** What a threshold would have done. */
  async preview(watch: Watch, range: PreviewRange, now: Millis, tenant: string, work: Omit<Reading, 'tenant' | 'now'>) {
    const { reading, lateness } = await this.#round(tenant, now, work);
    return previewThreshold(watch, range, reading, lateness);
  }

  async #round(tenant: string, now: Millis, work: Omit<Reading, 'tenant' | 'now'>): Promise<Round> {
    const reading: Reading = { ...work, tenant, now: toMicros(now) };
    const cache = this.#caches.get(tenant) ?? new ModelCache(tenant, this.#versions);
    this.#caches.set(tenant, cache);
    const reader = new SeriesReader({ tenant, now: reading.now, run: work.run });
    const delays = await this.#delays.of(reading);
    return { reader, reading, cache, lateness: { ...delays, asOf: Math.floor(now / MINUTE_MS) }, now };
  }
}

/** A threshold with what it watches, or why that is not known. */
interface Watched {
  readonly threshold: Threshold;
  readonly variants?: readonly Variant[];
  readonly failure?: unknown;
}

/** One that names something that is gone, such as an attribute of the configuration, fails alone. */
async function watchedOf(threshold: Threshold, of: TenantThresholds, { reading, lateness }: Round): Promise<Watched> {
  try {
    const watch = watchOf(threshold, of.catalogue, of.calendars, of.zone);
    return { threshold, variants: await variantsOf(watch, lateness.asOf, reading) };
  } catch (failure) {
    return { threshold, failure };
  }
}

async function judgeOne({ threshold, variants = [], failure }: Watched, causeOf: CauseOf, round: Round) {
  const [first] = variants;
  const unit = first?.currency === undefined ? (first?.watch.metric.unit ?? 'short') : `currency${first.currency}`;
  if (failure !== undefined) return { threshold, unit, states: [], failure };
  try {
    const judged = await Promise.all(variants.map((variant) => statesOf(variant, round)));
    const states = judged.flat().map((state) => suppress(threshold, state, round.now, causeOf));
    return { threshold, unit, states };
  } catch (error) {
    return { threshold, unit, states: [], failure: error };
  }
}

/** Makes known what a variant will read, so that many are read together. */
function want(variant: Variant, { reader, cache, lateness: { asOf }, now }: Round): void {
  const { watch } = variant;
  if (watch.threshold.kind === 'drift') return;
  wantSeen(reader, variant, liveStretch(watch, asOf));
  if (needsModels(watch)) cache.want(reader, variant, liveDays(watch, asOf), now);
}

async function statesOf(variant: Variant, round: Round): Promise<ThresholdState[]> {
  const { watch } = variant;
  const { reader, reading, cache, lateness, now } = round;
  const { asOf } = lateness;
  const days = liveDays(watch, asOf);
  if (watch.threshold.kind === 'drift') return driftStates(variant, days.last, reader);
  const models: Models = needsModels(watch) ? await cache.of(reader, variant, days, now, reading.work.pace) : new Map();
  const stretch = liveStretch(watch, asOf);
  const groups = await seeGroups(reader, variant, stretch, models, reading);
  const exact = needsExact(watch)
    ? await readMetricOnce(variant, [stretch.to - watch.windowMinutes, stretch.to], reading)
    : undefined;
  const clock = new LocalClock(watch.zone, stretch.from, stretch.to + 1);
  const states: ThresholdState[] = [];
  for (const { group, seen, given } of groups) {
    const key = keyOfGroup(group);
    const own = models.get(key);
    const provider = providerOf(watch, labelsOf(variant, group)['provider']);
    const judging = { watch, seen, models: own, local: (at: EpochMinute) => clock.local(at), lateness, provider };
    const verdicts = judgeWatch(judging, given);
    const until = own?.get(days.last)?.learningUntil;
    const learningUntil = until === undefined ? undefined : startOfDay(until, watch.zone);
    const value = exact === undefined ? undefined : (exact.get(key) ?? NaN);
    states.push(stateOf({ watch, group: labelsOf(variant, group), seen, verdicts, exact: value, learningUntil }));
    if (reading.work.pace.isDue(seen.steps * 4)) await reading.work.pace.rest();
  }
  return states;
}
