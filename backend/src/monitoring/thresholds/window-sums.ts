import { hourOf, dayOf, SLOT_MINUTES, slotOf } from '../../analytics/baselines/local-clock.js';
import { BINS, quantileOfBins } from '../../analytics/baselines/usual-latency.js';
import { RollingSum } from '../evidence/step-series.js';
import type { Model } from './models.js';
import { slowSeries, type Judging } from './seen.js';
import type { Watch } from './watch.js';

/** The metric over the window that ends with each step, what is usual, and how many stand behind it. NaN where not known. */
export interface WindowSums {
  readonly values: Float64Array;
  readonly baselines: Float64Array;
  readonly numbers: Float64Array;
}

/** Calls that are expected in a step. */
const expectedIn = (model: Model | undefined, local: number, stepMinutes: number): number =>
  ((model?.counts?.expected[slotOf(local)] ?? 0) * stepMinutes) / SLOT_MINUTES;

/** What is usual at a time, of what is no count. */
function usualAt({ measure }: Watch, model: Model | undefined, local: number): number {
  if (measure.kind !== 'percentile') return model?.hours?.value[hourOf(local)] ?? NaN;
  const millis = model?.latency?.value[hourOf(local)] ?? NaN;
  return measure.aggregate.divisor === 1 ? millis : millis / 1_000;
}

/** The watched percentile of the values of each window, from bins that are two per cent wide. */
function windowQuantiles({ steps, bins }: Judging['seen'], width: number, quantile: number): Float64Array {
  const byStep = Array.from({ length: steps }, (): number[] => []);
  for (let at = 0; at + 2 < bins.length; at += 3) byStep[bins[at] ?? 0]?.push(bins[at + 1] ?? 0, bins[at + 2] ?? 0);
  const counts = new Float64Array(BINS);
  const add = (step: number, sign: number): void => {
    const own = byStep[step] ?? [];
    for (let at = 0; at + 1 < own.length; at += 2)
      counts[own[at] ?? 0] = (counts[own[at] ?? 0] ?? 0) + sign * (own[at + 1] ?? 0);
  };
  return Float64Array.from({ length: steps }, (_, step) => {
    add(step, 1);
    add(step - width, -1);
    return quantileOfBins(counts, quantile);
  });
}

export function windowSums({ watch, seen, models, local }: Judging): WindowSums {
  const { measure, windowMinutes } = watch;
  const { from, stepMinutes, steps } = seen;
  const width = Math.max(1, windowMinutes / stepMinutes);
  const [sums, totals, expected] = [new RollingSum(width), new RollingSum(width), new RollingSum(width)];
  const window = {
    values: new Float64Array(steps).fill(NaN),
    baselines: new Float64Array(steps).fill(NaN),
    numbers: new Float64Array(steps),
  };
  const series = measure.kind === 'percentile' ? slowSeries(seen, () => undefined) : seen;
  for (const [step, total] of series.totals.entries()) {
    const at = local(from + step * stepMinutes);
    const model = models?.get(dayOf(at));
    const sum = sums.add(series.values[step] ?? 0);
    const number = totals.add(total);
    const usual = expected.add(expectedIn(model, at, stepMinutes));
    window.numbers[step] = number;
    if (measure.kind === 'count') {
      window.values[step] = sum;
      window.baselines[step] = model?.counts === undefined ? NaN : usual;
      continue;
    }
    // Percentiles are no sums of steps; what is shown of them is asked for elsewhere.
    if (measure.kind !== 'percentile' && number > 0) window.values[step] = sum / number;
    window.baselines[step] = usualAt(watch, model, at);
  }
  return { ...window, values: windowPercentiles(watch, seen, width) ?? window.values };
}

/** Values of a percentile, where a difference from what is usual is asked for; undefined where nobody needs them. */
function windowPercentiles(
  { measure, minimum }: Watch,
  seen: Judging['seen'],
  width: number,
): Float64Array | undefined {
  if (measure.kind !== 'percentile' || minimum.effect === 0) return undefined;
  const scale = measure.aggregate.divisor === 1 ? 1 : 1_000;
  return windowQuantiles(seen, width, measure.quantile).map((millis) => millis / scale);
}
