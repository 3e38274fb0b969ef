import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { Millis } from '../../lib/time/units.js';

/** Why a component does not work as it should. */
export interface ComponentCause {
  readonly isDown: boolean;
  /** A component that it depends on and that is down. */
  readonly dependency: string | undefined;
}

export type CauseOf = (component: string) => ComponentCause;

/** What explains an alert: it is muted, what it depends on is down, or, unless it says just that, its own component is. */
function explanation(threshold: Threshold, state: ThresholdState, now: Millis, causeOf: CauseOf): string | undefined {
  const { mute_until: muteUntil, metric } = threshold;
  if (muteUntil !== undefined && now < Date.parse(muteUntil)) return 'mute';
  const component = state.group['component'] ?? threshold.component;
  if (typeof component !== 'string') return undefined;
  const { isDown, dependency } = causeOf(component);
  if (dependency !== undefined) return dependency;
  return isDown && !metric.startsWith('health.') ? component : undefined;
}

/** An alert that something else explains is suppressed. */
export function suppress(threshold: Threshold, state: ThresholdState, now: Millis, causeOf: CauseOf): ThresholdState {
  if (state.level !== 'warning' && state.level !== 'critical') return state;
  const by = explanation(threshold, state, now, causeOf);
  return by === undefined ? state : { ...state, level: 'suppressed', suppressed_by: by };
}
