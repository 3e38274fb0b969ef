import type { ThresholdLevel } from '@callsight/contract/monitoring/threshold';
import { dayOf } from '../../analytics/baselines/local-clock.js';
import type { Level } from '../evidence/accumulate.js';
import { worse, type Levels } from '../evidence/levels.js';
import { judgeFixed } from './judge-fixed.js';
import { judgeUsual } from './judge-usual.js';
import type { Model } from './models.js';
import { isOpen } from './schedule.js';
import type { Judging } from './seen.js';
import { mustLearn, type Watch } from './watch.js';
import { windowSums, type WindowSums } from './window-sums.js';

/** What a threshold says of a group at the end of each step. */
export interface Verdicts extends WindowSums {
  readonly levels: readonly ThresholdLevel[];
  readonly scores: Float64Array;
}

function levelsBefore(judging: Judging, window: WindowSums): Levels {
  const { threshold, directions } = judging.watch;
  if (threshold.kind === 'fixed') return judgeFixed(judging, window);
  return directions.map((direction) => judgeUsual(judging, direction)).reduce(worse);
}

/** Whether enough stands behind what was seen. */
function isEnough({ minimum }: Watch, { values, baselines, numbers }: WindowSums, step: number): boolean {
  if ((numbers[step] ?? 0) < minimum.n) return false;
  if (minimum.effect === 0) return true;
  const [value = NaN, baseline = NaN] = [values[step], baselines[step]];
  return Number.isNaN(value) || !(baseline > 0) || Math.abs(value / baseline - 1) >= minimum.effect;
}

const isLearned = (model: Model | undefined): boolean =>
  model?.counts !== undefined || model?.hours !== undefined || model?.latency !== undefined;

/** A threshold of warnings warns when it is sure, and not before. */
function severe(level: Level, { threshold }: Watch): Level {
  if (threshold.severity !== 'warning' || threshold.kind === 'fixed') return level;
  return level === 'critical' ? 'warning' : 'ok';
}

/**
 * Judges all that was seen of a group: the state of each step follows from what was seen from the first step to it.
 * @param given values of the windows, where the steps do not give them
 */
export function judgeWatch(judging: Judging, given?: Float64Array): Verdicts {
  const { watch, seen, models, local } = judging;
  const { threshold, closedDays } = watch;
  const own = windowSums(judging);
  // How many stand behind a value that a query gives as a whole is not known.
  const window = given === undefined ? own : { ...own, values: given, numbers: given.map(() => NaN) };
  const { levels: before, scores } = levelsBefore(judging, window);
  let isOn = false;
  const levels = before.map((level, step): ThresholdLevel => {
    const begin = seen.from + step * seen.stepMinutes;
    const wanted = severe(level, watch);
    isOn = wanted !== 'ok' && (isOn || isEnough(watch, window, step));
    // A state is of the end of its step: what was wrong before the schedule opens fires as it opens.
    if (!isOpen(threshold.schedule, closedDays, local(begin + seen.stepMinutes))) return 'closed';
    if (mustLearn(watch) && !isLearned(models?.get(dayOf(local(begin))))) return 'learning';
    return isOn ? wanted : 'ok';
  });
  const limit = threshold.limit?.critical ?? threshold.limit?.warning;
  const baselines = limit === undefined ? window.baselines : window.baselines.map(() => limit);
  return { levels, scores, values: window.values, baselines, numbers: window.numbers };
}
