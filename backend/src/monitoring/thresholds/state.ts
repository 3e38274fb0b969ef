import type { FrameValue } from '@callsight/contract/query/answer';
import type { ThresholdLevel, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { MINUTE_MS } from '../../lib/time/durations.js';
import type { EpochMinute } from '../../analytics/baselines/local-clock.js';
import type { Verdicts } from './judge-watch.js';
import type { Seen } from './seen.js';
import type { Watch } from './watch.js';

/** A threshold that fired more often within a day is noisy. */
const MAX_FIRINGS = 10;

export const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** RFC 3339. */
export const timeOf = (minute: EpochMinute): string => new Date(minute * MINUTE_MS).toISOString();

/** Step in which the level began that holds in the last one. */
function beginOf(levels: readonly ThresholdLevel[]): number {
  const last = levels.at(-1);
  let step = levels.length - 1;
  while (step > 0 && levels[step - 1] === last) step -= 1;
  return step;
}

/** How often a level of an alert began within the last day: for a threshold of warnings, how often it warned. */
function firingsOf(levels: readonly ThresholdLevel[], steps: number, { threshold }: Watch): number {
  const fires = threshold.severity === 'warning' ? 'warning' : 'critical';
  let count = 0;
  for (let step = Math.max(1, levels.length - steps); step < levels.length; step += 1)
    if (levels[step] === fires && levels[step - 1] !== fires) count += 1;
  return count;
}

/** A limit that nothing of the last day would have reached, to two digits. */
function quietLimit({ values }: Verdicts, steps: number, { directions }: Watch): number | undefined {
  const seen = [...values.subarray(Math.max(0, values.length - steps))].filter((value) => !Number.isNaN(value));
  if (seen.length === 0) return undefined;
  const isAbove = directions[0] === 'above';
  const extreme = isAbove ? Math.max(...seen) : Math.min(...seen);
  if (extreme === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(extreme))) - 1);
  return Number(((isAbove ? Math.ceil(extreme / unit) : Math.floor(extreme / unit)) * unit).toPrecision(2));
}

export interface Judgement {
  readonly watch: Watch;
  readonly group: Readonly<Record<string, FrameValue>>;
  readonly seen: Seen;
  readonly verdicts: Verdicts;
  /** The metric over the window, as a query gives it; undefined where the steps give it exactly. */
  readonly exact: number | undefined;
  readonly learningUntil: EpochMinute | undefined;
}

/** How things are with a group at the end of the last step. */
export function stateOf({ watch, group, seen, verdicts, exact, learningUntil }: Judgement): ThresholdState {
  const { levels, scores, values, baselines, numbers } = verdicts;
  const last = levels.length - 1;
  const level = levels[last] ?? 'ok';
  const daySteps = Math.ceil(1_440 / seen.stepMinutes);
  const fired = firingsOf(levels, daySteps, watch);
  const isNoisy = fired > MAX_FIRINGS;
  const limit = isNoisy && watch.threshold.kind === 'fixed' ? quietLimit(verdicts, daySteps, watch) : undefined;
  const isKnown = level !== 'learning';
  const since = seen.from + (beginOf(levels) + 1) * seen.stepMinutes;
  return {
    group,
    level,
    score: isKnown ? orNull(scores[last]) : null,
    value: orNull(exact ?? values[last]),
    baseline: orNull(baselines[last]),
    n: orNull(numbers[last]),
    since: last < 0 ? null : timeOf(since),
    fired_24h: fired,
    ...(isNoisy ? { noisy: true } : {}),
    ...(limit === undefined ? {} : { proposed_limit: limit }),
    ...(level === 'learning' && learningUntil !== undefined ? { learning_until: timeOf(learningUntil) } : {}),
  };
}
