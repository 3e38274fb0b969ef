import type { Receipt, Submission } from './submission.js';

/** Events of one tenant since its first. */
export interface TrafficTotals {
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

const NONE: TrafficTotals = { accepted: 0, duplicates: 0, quarantined: 0 };

/**
 * Totals of the tenants whose traffic a commit changes, as they are with it. They are written in the same batch as the events,
 * so that neither a stop nor a crash makes them differ from what was accepted.
 * @param before totals of a tenant without the commit
 */
export function totalsWith(
  submissions: readonly Submission[],
  receipts: readonly Receipt[],
  before: (tenant: string) => TrafficTotals | undefined,
): Map<string, TrafficTotals> {
  const totals = new Map<string, TrafficTotals>();
  submissions.forEach(({ tenant, refused }, index) => {
    const receipt = receipts[index];
    if (refused === undefined || receipt === undefined) return;
    const { accepted, duplicates, quarantined } = totals.get(tenant) ?? before(tenant) ?? NONE;
    totals.set(tenant, {
      accepted: accepted + receipt.accepted,
      duplicates: duplicates + receipt.duplicates,
      quarantined: quarantined + refused,
    });
  });
  return totals;
}
