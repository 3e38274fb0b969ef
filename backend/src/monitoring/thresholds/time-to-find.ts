import { median, weightedMedian } from '../../analytics/statistics/median.js';
import {
  minutesForCount,
  minutesForMean,
  minutesForRate,
  minutesForSilence,
  minutesForSlow,
} from '../evidence/expected-minutes.js';
import { silenceBar, type Bar } from '../evidence/sensitivity.js';
import { barOf } from './judge-usual.js';
import type { Model } from './models.js';
import type { Line } from './preview-lines.js';
import { isPlain, type Watch } from './watch.js';

/** Calls a minute that half of the calls meet: nights say little of when an alert is needed. */
function usualPace({ points, variant }: Line): number {
  const busy = weightedMedian(points.map(({ number }) => ({ value: number, weight: number })));
  return Number.isNaN(busy) ? 0 : busy / variant.watch.windowMinutes;
}

function minutesForCalls({ threshold, directions }: Watch, bar: Bar, pace: number, model: Model | undefined) {
  if (threshold.kind !== 'silence') return minutesForCount(directions[0] ?? 'above', bar, pace);
  const dispersion = model?.dispersion;
  if (dispersion === undefined) return undefined;
  return minutesForSilence(silenceBar(threshold.sensitivity ?? 'normal'), pace, dispersion);
}

function minutesForShare({ threshold, directions }: Watch, bar: Bar, pace: number, model: Model | undefined) {
  const usual = threshold.limit?.critical ?? threshold.limit?.warning ?? model?.hours?.overall ?? 0;
  return usual <= 0 ? undefined : minutesForRate(directions[0] ?? 'above', bar, pace, usual);
}

function minutesOf(watch: Watch, pace: number, model: Model | undefined): number | undefined {
  const bar = barOf(watch);
  switch (watch.measure.kind) {
    case 'count':
      return minutesForCalls(watch, bar, pace, model);
    case 'rate':
      return minutesForShare(watch, bar, pace, model);
    case 'mean':
      return minutesForMean(bar, pace, model?.variation ?? 1);
    default: {
      const latency = model?.latency;
      return latency && minutesForSlow(bar, pace, median(latency.share), latency.designEffect);
    }
  }
}

/**
 * Usual time to find that what is watched clearly is wrong, in the group with the most calls.
 * @returns minutes; null where too little is known, and where a value is compared plainly
 */
export function timeToFind(watch: Watch, lines: readonly Line[]): number | null {
  if (isPlain(watch)) return null;
  const busiest = lines.map((line) => ({ line, pace: usualPace(line) })).sort((a, b) => b.pace - a.pace)[0];
  if (busiest === undefined || busiest.pace === 0) return null;
  const model = [...(busiest.line.models?.values() ?? [])].at(-1);
  const minutes = minutesOf(watch, busiest.pace, model);
  return minutes === undefined || !Number.isFinite(minutes) ? null : Math.round(minutes * 10) / 10;
}
