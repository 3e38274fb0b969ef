import type { CheckStatus } from '@callsight/contract/monitoring/check';
import type { CheckPlan } from '../../../definitions/read-check.js';
import type { CheckTarget } from '../../../definitions/check-target.js';
import type { NetworkPolicy } from '../../../lib/net/resolve-host.js';
import type { Millis } from '../../../lib/time/units.js';

/** What a probe found, without anything that could be a secret. */
export interface Finding {
  readonly status: CheckStatus;
  /** Why it is not up; for people. */
  readonly reason?: string;
}

/** What a probe may use. */
export interface ProbeContext {
  readonly policy: NetworkPolicy;
  /** Aborted when the timeout has passed or the service stops. */
  readonly signal: AbortSignal;
  /** Present time, for the age of certificates. */
  readonly now: Millis;
}

/** The part of a check that one kind of probe looks at. */
export type PlanOf<K extends CheckTarget['kind']> = Omit<CheckPlan, 'target'> & {
  readonly target: Extract<CheckTarget, { readonly kind: K }>;
};

/**
 * Looks at something once.
 * @throws whatever keeps it from an answer: `reasonOf` says what that means
 */
export type Probe<K extends CheckTarget['kind']> = (plan: PlanOf<K>, context: ProbeContext) => Promise<Finding>;

export const UP: Finding = { status: 'up' };

export const down = (reason: string): Finding => ({ status: 'down', reason });

export const degraded = (reason: string): Finding => ({ status: 'degraded', reason });
