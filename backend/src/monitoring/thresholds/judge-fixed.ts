import type { Level } from '../evidence/accumulate.js';
import type { Direction } from '../evidence/evidence.js';
import { judgeCountLimit } from '../evidence/judge-counts.js';
import { judgeRateLimit, judgeSlowLimit } from '../evidence/judge-hours.js';
import { capped, levelsOf, worse, type Levels } from '../evidence/levels.js';
import { barOf } from './judge-usual.js';
import type { Model } from './models.js';
import { slowSeries, type Judging } from './seen.js';
import { isPlain } from './watch.js';
import type { WindowSums } from './window-sums.js';

/** Where nothing was learned yet: turns of a call that resemble each other, and amounts that differ as if exponential. */
const UNKNOWN = { designEffect: 2, variation: 1 } as const;

/** Standard errors that a mean has to be off its limit, and the amounts that it has to be of. */
const MEAN_ERRORS = 3;
const MEAN_AMOUNTS = 20;

const isBeyond = (direction: Direction, value: number, limit: number): boolean =>
  direction === 'above' ? value > limit : value < limit;

/** A value as a share of its limit: above 1 it is beyond. */
function shareOf(direction: Direction, value: number, limit: number): number {
  const share = direction === 'above' ? value / limit : limit / value;
  return Number.isFinite(share) ? share : 0;
}

/** A mean against a limit: beyond it by three standard errors, until it is back. */
function meanLevels({ values, numbers }: WindowSums, limit: number, variation: number, direction: Direction): Levels {
  const levels: Level[] = [];
  const scores = new Float64Array(values.length);
  for (const [index, value] of values.entries()) {
    const number = numbers[index] ?? 0;
    const error = value * MEAN_ERRORS * Math.sqrt(variation / Math.max(number, 1));
    const bound = direction === 'above' ? value - error : value + error;
    const isSure = number >= MEAN_AMOUNTS && isBeyond(direction, bound, limit);
    const goesOn = levels.at(-1) === 'critical' && isBeyond(direction, value, limit);
    levels.push(isSure || goesOn ? 'critical' : 'ok');
    scores[index] = number < MEAN_AMOUNTS ? 0 : shareOf(direction, bound, limit);
  }
  return { levels, scores };
}

/** The value of the window compared with a limit, nothing else. */
function plainLevels(values: Float64Array, limit: number, direction: Direction): Levels {
  return {
    levels: [...values].map((value): Level => (isBeyond(direction, value, limit) ? 'critical' : 'ok')),
    scores: values.map((value) => shareOf(direction, value, limit)),
  };
}

const latest = (models: Judging['models']): Model | undefined => [...(models?.values() ?? [])].at(-1);

/** Levels against one limit. */
function against(judging: Judging, window: WindowSums, direction: Direction, limit: number): Levels {
  const { watch, seen, models } = judging;
  const { measure, windowMinutes } = watch;
  if (isPlain(watch)) return plainLevels(window.values, limit, direction);
  if (measure.kind === 'count')
    return levelsOf(judgeCountLimit(seen, (limit * 60) / windowMinutes, direction), barOf(watch));
  if (measure.kind === 'rate') return levelsOf(judgeRateLimit(seen, limit, direction), barOf(watch));
  if (measure.kind !== 'percentile')
    return meanLevels(window, limit, latest(models)?.variation ?? UNKNOWN.variation, direction);
  const millis = measure.aggregate.divisor === 1 ? limit : limit * 1_000;
  const effect = latest(models)?.latency?.designEffect ?? UNKNOWN.designEffect;
  const series = slowSeries(seen, () => millis);
  return levelsOf(judgeSlowLimit(series, 1 - measure.quantile, effect), barOf(watch));
}

/** Evidence against the limits of a threshold, each for itself: what is nearly critical is no warning of its own. */
export function judgeFixed(judging: Judging, window: WindowSums): Levels {
  const { threshold, directions } = judging.watch;
  const direction = directions[0] ?? 'above';
  const { warning, critical } = threshold.limit ?? {};
  const warned = warning === undefined ? undefined : capped(against(judging, window, direction, warning));
  if (critical === undefined)
    return warned ?? levelsOf({ nats: new Float64Array(0), isNormal: new Uint8Array(0) }, barOf(judging.watch));
  const beyond = against(judging, window, direction, critical);
  const sure: Levels = { ...beyond, levels: beyond.levels.map((level) => (level === 'critical' ? level : 'ok')) };
  return warned === undefined ? sure : { ...worse(sure, warned), scores: sure.scores };
}
