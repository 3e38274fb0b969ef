import type { Interval } from './interval.js';

/** What two samples say about the difference between the first and the second. */
export interface Comparison {
  /** First less second. */
  readonly difference: number;
  /** 95 % interval of the difference. */
  readonly interval: Interval;
  /** Two-sided: how probable a difference at least this large is if there is none. */
  readonly p: number;
}
