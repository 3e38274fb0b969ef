import type { FunnelStepInput } from '@callsight/contract/query/funnel';

/** A step with its limit and title, however it is written. */
export interface FunnelStep {
  readonly step: string;
  readonly within?: string;
  readonly title?: string;
}

export const readStep = (step: FunnelStepInput): FunnelStep => (typeof step === 'string' ? { step } : step);

/** The shortest way to write a step. */
export const writeStep = (step: FunnelStep): FunnelStepInput =>
  step.within === undefined && step.title === undefined ? step.step : step;
