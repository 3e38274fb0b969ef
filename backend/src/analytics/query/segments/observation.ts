import type { Share } from '../../statistics/share.js';
import type { Sample } from '../../statistics/welch.js';

/** What is known of one segment: its value, of how many, and what can be tested, if anything can. */
export interface Observation {
  readonly value: number | null;
  readonly n: number;
  readonly share?: Share;
  readonly sample?: Sample;
}

const finite = (value: number | null): number | null => (value === null || Number.isFinite(value) ? value : null);

/** A share as its metric has it; one of nothing, or of less than is counted, cannot be tested. */
export function shareObservation(count: number | null, total: number | null): Observation {
  if (count === null || total === null || total === 0) return { value: null, n: 0 };
  const isShare = count >= 0 && count <= total;
  return { value: count / total, n: total, ...(isShare ? { share: { count, total } } : {}) };
}

/**
 * A mean; of fewer than two values it cannot be tested.
 * The last digits of a variance depend on the order in which the database comes upon the rows: they are left out.
 */
export function meanObservation(n: number, mean: number | null, variance: number | null): Observation {
  const value = finite(mean);
  const spread = finite(variance);
  const isSample = n >= 2 && value !== null && spread !== null;
  return {
    value,
    n,
    ...(isSample ? { sample: { n, mean: value, variance: Number(spread.toPrecision(12)) } } : {}),
  };
}
