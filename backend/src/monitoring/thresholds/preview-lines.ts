import type { ThresholdEpisode, ThresholdLevel } from '@callsight/contract/monitoring/threshold';
import { LocalClock, type EpochMinute, type LocalDay } from '../../analytics/baselines/local-clock.js';
import { judgeWatch, type Verdicts } from './judge-watch.js';
import { providerOf } from './lateness.js';
import type { DayRange, Model, Models } from './models.js';
import { startOfDay } from './steps-to-days.js';
import { keyOfGroup, type Group } from './read-series.js';
import type { SeenGroup } from './see-groups.js';
import type { Lateness, Seen } from './seen.js';
import { timeOf } from './state.js';
import { labelsOf, type Variant } from './variant.js';

export interface PreviewRange {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}

/** The verdict on one group at the end of a step. */
export interface Point {
  /** Minute at which the step ends. */
  readonly at: EpochMinute;
  readonly level: ThresholdLevel;
  readonly score: number;
  readonly value: number;
  readonly baseline: number;
  readonly number: number;
}

/** What was judged of one group, over a whole range. */
export interface Line {
  readonly variant: Variant;
  readonly group: Group;
  readonly stepMinutes: number;
  readonly points: readonly Point[];
  readonly models: ReadonlyMap<LocalDay, Model> | undefined;
}

/** What was seen in some of the steps. */
function slice({ from, stepMinutes, steps, values, totals, bins }: Seen, begin: number, end: number): Seen {
  const first = Math.max(0, begin);
  const last = Math.min(steps, end);
  const part: number[] = [];
  for (let at = 0; at + 2 < bins.length; at += 3) {
    const step = bins[at] ?? 0;
    if (step >= first && step < last) part.push(step - first, bins[at + 1] ?? 0, bins[at + 2] ?? 0);
  }
  return {
    from: from + first * stepMinutes,
    stepMinutes,
    steps: Math.max(0, last - first),
    values: values.subarray(first, last),
    totals: totals.subarray(first, last),
    bins: Float64Array.from(part),
  };
}

function pointsOf({ levels, scores, values, baselines, numbers }: Verdicts, { from, stepMinutes }: Seen): Point[] {
  return levels.map((level, step) => ({
    at: from + (step + 1) * stepMinutes,
    level,
    score: scores[step] ?? 0,
    value: values[step] ?? NaN,
    baseline: baselines[step] ?? NaN,
    number: numbers[step] ?? 0,
  }));
}

export interface LineOptions {
  readonly models: Models;
  readonly days: DayRange;
  readonly range: PreviewRange;
  readonly lateness: Lateness;
}

/** Judges a group day by day, each with the day before, exactly as it is judged live at the end of each of its steps. */
export function lineOf(variant: Variant, { group, seen, given }: SeenGroup, options: LineOptions): Line {
  const { models, days, range, lateness } = options;
  const { watch } = variant;
  const clock = new LocalClock(watch.zone, seen.from, seen.from + seen.steps * seen.stepMinutes + 1);
  const local = (minute: EpochMinute): number => clock.local(minute);
  const stepOf = (minute: EpochMinute): number => Math.floor((minute - seen.from) / seen.stepMinutes);
  const points: Point[] = [];
  const own = models.get(keyOfGroup(group));
  const labels = labelsOf(variant, group);
  for (let day = days.first; day <= days.last; day += 1) {
    const [begin, end] = [stepOf(startOfDay(day - 1, watch.zone)), stepOf(startOfDay(day + 1, watch.zone))];
    const part = slice(seen, begin, end);
    const verdicts = judgeWatch(
      { watch, seen: part, models: own, local, lateness, provider: providerOf(watch, labels['provider']) },
      given?.subarray(Math.max(0, begin), Math.min(seen.steps, end)),
    );
    // The end of the last step of a day is the first state of the next day, as it is live.
    const after = Math.max(range.from, startOfDay(day, watch.zone));
    for (const point of pointsOf(verdicts, part))
      if (point.at > after && point.at <= range.to && point.at > (points.at(-1)?.at ?? -Infinity)) points.push(point);
  }
  return { variant, group, stepMinutes: seen.stepMinutes, points, models: own };
}

/** Stretches of one level that is an alert, of one group. */
export function episodesOf({ points, stepMinutes, variant, group }: Line): ThresholdEpisode[] {
  const episodes: ThresholdEpisode[] = [];
  let before: Point | undefined;
  for (const point of points) {
    const { level, at, score } = point;
    const last = episodes.at(-1);
    const goesOn = before?.level === level && before.at === at - stepMinutes;
    before = point;
    if (level !== 'warning' && level !== 'critical') continue;
    if (last !== undefined && goesOn) {
      last.to = timeOf(at);
      last.peak_score = Math.max(last.peak_score, score);
    } else
      episodes.push({ group: labelsOf(variant, group), level, from: timeOf(at), to: timeOf(at), peak_score: score });
  }
  return episodes;
}
