import { hourOf, dayOf, SLOT_MINUTES, slotOf } from '../../analytics/baselines/local-clock.js';
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
    // Percentiles are no sums of steps; they are asked for elsewhere.
    if (measure.kind !== 'percentile' && number > 0) window.values[step] = sum / number;
    window.baselines[step] = usualAt(watch, model, at);
  }
  return window;
}
