/** How soon a threshold fires; each step costs or saves false alarms. */
export type Sensitivity = 'calm' | 'normal' | 'keen';

/** Nats of evidence: what is needed, and how much one step may say at most. */
export interface Bar {
  readonly critical: number;
  /** No single step fires: at least two have to agree. */
  readonly cap: number;
}

const SHIFT: Readonly<Record<Sensitivity, number>> = { calm: 2, normal: 0, keen: -3 };

/** Counts are judged minute by minute, everything else in steps of five minutes; measured: docs/decisions/0019. */
export const minuteBar = (sensitivity: Sensitivity): Bar => ({ critical: 13 + SHIFT[sensitivity], cap: 3 });
export const stepBar = (sensitivity: Sensitivity): Bar => ({ critical: 11 + SHIFT[sensitivity], cap: 6 });

/** Limit of a silence: minus the logarithm of the probability that nobody calls for so long. */
export const silenceBar = (sensitivity: Sensitivity): Bar => ({ critical: 12 + SHIFT[sensitivity], cap: Infinity });

/** A warning is given at this share of what is critical. */
export const WARNING_SHARE = 0.7;
