import type { Threshold, ThresholdLevel, ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { Catalogue, MetricEntry } from '@callsight/contract/query/catalogue';
import type { LinkedState, StatesOfThreshold } from '../alerts-api';

/** How things are with a threshold as a whole. `waiting`: its states have not been judged yet. */
export type WatchedLevel = ThresholdLevel | 'failed' | 'paused' | 'waiting';

/** A threshold, what it watches, and how things are. */
export interface Watched {
  readonly threshold: Threshold;
  readonly metric: MetricEntry | undefined;
  /** Grafana unit id of its values. */
  readonly unit: string;
  readonly level: WatchedLevel;
  /** The worst first. */
  readonly states: readonly LinkedState[];
  readonly runbook: string | undefined;
  readonly failure: string | undefined;
}

/** The order in which levels are worth a look. */
const ORDER: readonly WatchedLevel[] = [
  ...(['critical', 'warning', 'failed', 'ok', 'learning', 'suppressed', 'closed', 'waiting', 'paused'] as const),
];

const rankOf = (level: WatchedLevel): number => ORDER.indexOf(level);

/** States of which one says more: the worse level, then the more evidence, then the more calls. */
function compareStates(a: ThresholdState, b: ThresholdState): number {
  return rankOf(a.level) - rankOf(b.level) || (b.score ?? -1) - (a.score ?? -1) || (b.n ?? -1) - (a.n ?? -1);
}

function levelOf({ paused }: Threshold, found: StatesOfThreshold | undefined, worst: ThresholdState | undefined) {
  if (paused === true) return 'paused';
  if (found === undefined) return 'waiting';
  if (found.failure !== undefined && worst === undefined) return 'failed';
  // Nothing is seen of a threshold without a group: none of them has had a call.
  return worst?.level ?? 'ok';
}

/** Thresholds with their states, those that are wrong first, then by title. */
export function watchedOf(
  thresholds: readonly Threshold[],
  found: readonly StatesOfThreshold[],
  catalogue: Catalogue | undefined,
): Watched[] {
  const statesOf = new Map(found.map((one) => [one.id, one]));
  const metrics = new Map(catalogue?.metrics.map((metric) => [metric.id, metric]));
  return thresholds
    .map((threshold): Watched => {
      const of = statesOf.get(threshold.id);
      const states = [...(of?.states ?? [])].sort(compareStates);
      const metric = metrics.get(threshold.metric);
      const level = levelOf(threshold, of, states[0]);
      return {
        threshold,
        metric,
        unit: of?.unit ?? metric?.unit ?? 'short',
        level,
        states,
        runbook: of?.runbook ?? threshold.runbook,
        failure: of?.failure,
      };
    })
    .sort((a, b) => rankOf(a.level) - rankOf(b.level) || a.threshold.title.localeCompare(b.threshold.title));
}

export const isWrong = (level: WatchedLevel): level is 'critical' | 'warning' =>
  level === 'critical' || level === 'warning';

/** When what is wrong began; epoch milliseconds. */
export function wrongSince({ states }: Watched): number | undefined {
  const times = states.flatMap(({ level, since }) => (isWrong(level) && since !== null ? [Date.parse(since)] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}
