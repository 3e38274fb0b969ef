import { dayOf, SLOT_MINUTES, slotOf, type EpochMinute, type LocalDay } from '../../analytics/baselines/local-clock.js';
import type { UsualCounts } from '../../analytics/baselines/usual-counts.js';
import { countNats, limitCountNats, silenceNats, type Direction } from './evidence.js';
import { judgedOf, NORMAL_MINUTES, RollingSum, type Judged, type StepSeries } from './step-series.js';

/** What a series is judged against. */
export interface Setting<Usual> {
  /** Minutes since 1970 on the clock of the wall. */
  readonly local: (minute: EpochMinute) => number;
  /** What is usual on a local day; undefined where there is too little to learn from. */
  readonly usual: (day: LocalDay) => Usual | undefined;
  /** On a listed holiday there may be fewer calls: neither drops nor silence are judged. */
  readonly isHoliday: (day: LocalDay) => boolean;
  /** Share of the calls that are known by now, of those that began in a step; 1 of old ones. */
  readonly knownShare: (minute: EpochMinute) => number;
}

/** Expected calls of a step, of which a part may not be known yet. */
interface Expected {
  readonly low: number;
  readonly high: number;
}

const expectedOf = ({ low, high }: UsualCounts, slot: number, share: number): Expected => ({
  low: (low[slot] ?? 0) * share,
  high: (high[slot] ?? 0) * share,
});

/** Walks through the steps of a series, with what is expected in each; undefined where nothing is. */
function* expectations(
  { from, stepMinutes, values }: StepSeries,
  { local, usual, knownShare }: Setting<UsualCounts>,
): Generator<{ index: number; count: number; day: LocalDay; expected: Expected | undefined }> {
  let day = NaN;
  let model: UsualCounts | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const minute = from + index * stepMinutes;
    const at = local(minute);
    const today = dayOf(at);
    if (today !== day) {
      day = today;
      model = usual(day);
    }
    const share = (knownShare(minute) * stepMinutes) / SLOT_MINUTES;
    yield { index, count: values[index] ?? 0, day, expected: model && expectedOf(model, slotOf(at), share) };
  }
}

/** Fewer expected calls in half an hour do not show that all is normal again. */
const ENOUGH_EXPECTED = 10;

/** @param seen calls of half an hour, of which so many were expected */
const isNormalAgain = (direction: Direction, seen: number, { low, high }: Expected): boolean =>
  direction === 'above' ? seen <= 1.3 * high : low >= ENOUGH_EXPECTED && seen >= 0.85 * low;

/** Calls against what is usual at this time of the week. */
export function judgeCounts(series: StepSeries, setting: Setting<UsualCounts>, direction: Direction): Judged {
  const judged = judgedOf(series.values.length);
  const steps = NORMAL_MINUTES / series.stepMinutes;
  const [counts, lows, highs] = [new RollingSum(steps), new RollingSum(steps), new RollingSum(steps)];
  for (const { index, count, day, expected } of expectations(series, setting)) {
    const seen = counts.add(count);
    const low = lows.add(expected?.low ?? 0);
    const high = highs.add(expected?.high ?? 0);
    if (expected === undefined || (direction === 'below' && setting.isHoliday(day))) continue;
    judged.nats[index] = countNats(direction, count, direction === 'above' ? expected.high : expected.low);
    judged.isNormal[index] = Number(isNormalAgain(direction, seen, { low, high }));
  }
  return judged;
}

/** Calls against a limit for each hour. */
export function judgeCountLimit(series: StepSeries, perHour: number, direction: Direction): Judged {
  const judged = judgedOf(series.values.length);
  const counts = new RollingSum(NORMAL_MINUTES / series.stepMinutes);
  const limit = (perHour * series.stepMinutes) / 60;
  const halfHour = perHour / 2;
  for (const [index, count] of series.values.entries()) {
    const seen = counts.add(count);
    judged.nats[index] = limitCountNats(direction, count, limit);
    judged.isNormal[index] = Number(direction === 'above' ? seen <= halfHour : seen >= halfHour);
  }
  return judged;
}

/**
 * How unlikely the silence is that lasts at the end of each step.
 * @param dispersion of the series
 * @returns nats; 0 in a step with a call
 */
export function judgeSilence(
  series: StepSeries,
  setting: Setting<UsualCounts>,
  dispersion: (day: LocalDay) => number,
): Float64Array {
  const nats = new Float64Array(series.values.length);
  let missed = 0;
  for (const { index, count, day, expected } of expectations(series, setting)) {
    missed = count > 0 ? 0 : missed + (setting.isHoliday(day) ? 0 : (expected?.low ?? 0));
    nats[index] = missed === 0 ? 0 : silenceNats(missed, dispersion(day));
  }
  return nats;
}
