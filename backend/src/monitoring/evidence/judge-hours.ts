import { dayOf, hourOf, type EpochMinute, type LocalDay } from '../../analytics/baselines/local-clock.js';
import { bernoulliNats, limitRateNats, meanNats, rateNats, slowNats, type Direction } from './evidence.js';
import { judgedOf, NORMAL_MINUTES, RollingSum, type Judged, type StepSeries } from './step-series.js';

/** What is usual at a minute; undefined where there is too little to learn from. */
export type UsualAt<Usual> = (minute: EpochMinute) => Usual | undefined;

/** Reads models that know hours of local days. */
export function hourly<Model, Usual>(
  local: (minute: EpochMinute) => number,
  modelOf: (day: LocalDay) => Model | undefined,
  read: (model: Model, hour: number) => Usual | undefined,
): UsualAt<Usual> {
  return (minute) => {
    const at = local(minute);
    const model = modelOf(dayOf(at));
    return model === undefined ? undefined : read(model, hourOf(at));
  };
}

interface Rules<Usual> {
  readonly nats: (value: number, total: number, usual: Usual) => number;
  /** @param value and total of the last half hour */
  readonly isNormal: (value: number, total: number, usual: Usual) => boolean;
}

function judge<Usual>(series: StepSeries, usualAt: UsualAt<Usual>, { nats, isNormal }: Rules<Usual>): Judged {
  const { from, stepMinutes, values, totals } = series;
  const judged = judgedOf(values.length);
  const steps = NORMAL_MINUTES / stepMinutes;
  const [sums, counts] = [new RollingSum(steps), new RollingSum(steps)];
  for (let index = 0; index < values.length; index += 1) {
    const [value, total] = [values[index] ?? 0, totals[index] ?? 0];
    const [sum, count] = [sums.add(value), counts.add(total)];
    const usual = usualAt(from + index * stepMinutes);
    if (usual === undefined) continue;
    judged.nats[index] = total === 0 ? 0 : nats(value, total, usual);
    judged.isNormal[index] = Number(isNormal(sum, count, usual));
  }
  return judged;
}

/** Fewer calls in half an hour do not show that a rate, a latency or a mean is normal again. */
const ENOUGH = { rateAbove: 5, rateBelow: 20, values: 40, amounts: 10 } as const;

/** A rate against what is usual at this hour of the week. */
export const judgeRate = (series: StepSeries, usualAt: UsualAt<number>, direction: Direction): Judged =>
  judge(series, usualAt, {
    nats: (count, total, usual) => rateNats(direction, count, total, usual),
    isNormal: (count, total, usual) =>
      direction === 'above'
        ? total >= ENOUGH.rateAbove && count <= 1.3 * usual * total
        : total >= ENOUGH.rateBelow && count >= 0.85 * usual * total,
  });

/** A rate against a limit. */
export const judgeRateLimit = (series: StepSeries, limit: number, direction: Direction): Judged =>
  judge(series, () => limit, {
    nats: (count, total) => limitRateNats(direction, count, total, limit),
    isNormal: (count, total) =>
      direction === 'above'
        ? total >= ENOUGH.rateAbove && count <= limit * total
        : total >= ENOUGH.rateBelow && count >= limit * total,
  });

export interface UsualSlow {
  readonly share: number;
  readonly designEffect: number;
}

/** The share of slow values against what is usual. */
export const judgeSlow = (series: StepSeries, usualAt: UsualAt<UsualSlow>): Judged =>
  judge(series, usualAt, {
    nats: (slow, total, { share, designEffect }) => slowNats(slow, total, share, designEffect),
    isNormal: (slow, total, { share }) => total >= ENOUGH.values && slow <= 1.4 * share * total,
  });

/** A percentile against a limit: the share of values above the limit, which is 1 − q where the percentile is at the limit. */
export const judgeSlowLimit = (series: StepSeries, share: number, designEffect: number): Judged =>
  judge(series, () => share, {
    nats: (slow, total) => bernoulliNats(slow, total, share, 2 * share) / designEffect,
    isNormal: (slow, total) => total >= ENOUGH.values && slow <= share * total,
  });

/** The mean of amounts against what is usual. @param variation squared coefficient of variation of one amount */
export const judgeMean = (
  series: StepSeries,
  usualAt: UsualAt<{ readonly value: number; readonly variation: number }>,
  direction: Direction,
): Judged =>
  judge(series, usualAt, {
    nats: (sum, total, { value, variation }) => meanNats(direction, sum, total, value, variation),
    isNormal: (sum, total, { value }) =>
      total >= ENOUGH.amounts && (direction === 'above' ? sum <= 1.15 * value * total : sum >= 0.85 * value * total),
  });
