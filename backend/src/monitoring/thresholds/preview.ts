import type { ThresholdEpisode, ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { MINUTE_MICROS } from '../../lib/time/durations.js';
import { localDay } from '../../lib/time/zone.js';
import { judgeDrift, type DriftGroup } from './judge-drift.js';
import { readModels, type DayRange, type Models } from './models.js';
import { startOfDay } from './steps-to-days.js';
import { previewFrame } from './preview-frame.js';
import { episodesOf, lineOf, type Line, type PreviewRange } from './preview-lines.js';
import { keyOfGroup, SeriesReader } from './read-series.js';
import { readMetric, seeGroups, stepMinutesOf, stretchOf, type Reading } from './see-groups.js';
import type { Lateness } from './seen.js';
import { timeOf } from './state.js';
import { timeToFind } from './time-to-find.js';
import { variantsOf, type Variant } from './variant.js';
import { mustLearn, needsModels, type Watch } from './watch.js';

const daysOf = ({ zone }: Watch, { from, to }: PreviewRange): DayRange => ({
  first: localDay(from * MINUTE_MICROS, zone),
  last: localDay(to * MINUTE_MICROS - 1, zone),
});

interface Previewing {
  readonly range: PreviewRange;
  readonly reader: SeriesReader;
  readonly reading: Reading;
  readonly lateness: Lateness;
}

/** Percentiles are no sums of steps: their values are asked for window by window, as a query asks for them. */
async function withValues(lines: readonly Line[], variant: Variant, reading: Reading): Promise<readonly Line[]> {
  const { watch } = variant;
  const { windowMinutes } = watch;
  const points = lines.flatMap((line) => line.points.map(({ at }) => at));
  if (watch.measure.kind !== 'percentile' || stepMinutesOf(watch) === windowMinutes || points.length === 0)
    return lines;
  const [first, last] = points.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Infinity, -Infinity],
  );
  const from = Math.floor((first - 1) / windowMinutes) * windowMinutes;
  const to = Math.ceil(last / windowMinutes) * windowMinutes;
  const read = await readMetric(variant, { from, to, stepMinutes: windowMinutes }, reading);
  return lines.map((line) => {
    const values = read.get(keyOfGroup(line.group))?.values;
    const valueAt = (at: number): number => values?.[Math.floor((at - 1 - from) / windowMinutes)] ?? NaN;
    return { ...line, points: line.points.map((point) => ({ ...point, value: valueAt(point.at) })) };
  });
}

async function previewVariant(variant: Variant, { range, reader, reading, lateness }: Previewing) {
  const { watch } = variant;
  const days = daysOf(watch, range);
  const { pace } = reading.work;
  const first = days.first - 1;
  const models: Models = needsModels(watch)
    ? await readModels(reader, variant, { first, last: days.last }, { pace, isPreview: true })
    : new Map();
  const stretch = stretchOf(watch, startOfDay(first, watch.zone), Math.min(range.to, lateness.asOf));
  const lines: Line[] = [];
  for (const seen of await seeGroups(reader, variant, stretch, models, reading)) {
    lines.push(lineOf(variant, seen, { models, days, range, lateness }));
    await pace.rest();
  }
  return withValues(lines, variant, reading);
}

/** Days in a row that drift, of one group. */
function driftEpisodes({ group, days }: DriftGroup, { range }: Previewing, zone: string): ThresholdEpisode[] {
  const episodes: ThresholdEpisode[] = [];
  for (const [index, { level, day, score }] of days.entries()) {
    if (level !== 'warning' && level !== 'critical') continue;
    const end = timeOf(Math.min(range.to, startOfDay(day + 1, zone)));
    const last = episodes.at(-1);
    if (last !== undefined && days[index - 1]?.level === level) {
      last.to = end;
      last.peak_score = Math.max(last.peak_score, score ?? 0);
    } else episodes.push({ group, level, from: end, to: end, peak_score: score ?? 0 });
  }
  return episodes;
}

async function previewDrift(watch: Watch, variants: readonly Variant[], previewing: Previewing) {
  const { range, reader } = previewing;
  const groups = (await Promise.all(variants.map((one) => judgeDrift(one, daysOf(watch, range), reader)))).flat();
  return {
    episodes: groups.flatMap((group) => driftEpisodes(group, previewing, watch.zone)),
    expected_minutes: null,
    frame: previewFrame(watch, []),
  };
}

/** The last group that has learned enough, if some have not. */
function learningUntil(lines: readonly Line[], zone: string): string | undefined {
  const days = lines.flatMap(({ models }) => [...(models?.values() ?? [])].at(-1)?.learningUntil ?? []);
  return days.length === 0 ? undefined : timeOf(startOfDay(Math.max(...days), zone));
}

/**
 * What a threshold would have done in a range: the same function over the same minutes as live. What lies in the last
 * minutes may not be known as a whole yet, which is allowed for as it is live.
 */
export async function previewThreshold(
  watch: Watch,
  range: PreviewRange,
  reading: Reading,
  lateness: Lateness,
): Promise<ThresholdPreview> {
  const reader = new SeriesReader({ tenant: reading.tenant, now: reading.now, run: reading.run });
  const variants = await variantsOf(watch, range.to, reading);
  const previewing = { range, reader, reading, lateness };
  if (watch.threshold.kind === 'drift') return previewDrift(watch, variants, previewing);
  const lines: Line[] = [];
  for (const variant of variants) lines.push(...(await previewVariant(variant, previewing)));
  const until = mustLearn(watch) ? learningUntil(lines, watch.zone) : undefined;
  return {
    episodes: lines.flatMap(episodesOf),
    expected_minutes: timeToFind(watch, lines),
    ...(until === undefined ? {} : { learning_until: until }),
    frame: previewFrame(watch, lines),
  };
}
