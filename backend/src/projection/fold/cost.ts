import { COST_COMPONENTS } from '@callsight/contract/events/call';
import type { EventData } from '../../storage/ledger/event.js';
import { parseAmount } from '../../lib/money/amount.js';

type Component = (typeof COST_COMPONENTS)[number];

export interface Cost {
  readonly currency: string;
  readonly total: bigint;
  readonly components: Readonly<Partial<Record<Component, bigint>>>;
}

const exact = (value: string | number): bigint => parseAmount(value) ?? 0n;

/** Reads the cost that a provider or sender reported for a call. */
export function readCost(cost: NonNullable<EventData<'call.ended'>['cost']>): Cost {
  const components: Partial<Record<Component, bigint>> = {};
  for (const component of COST_COMPONENTS) {
    const amount = cost.components?.[component];
    if (amount !== undefined) components[component] = exact(amount);
  }
  return { currency: cost.currency, total: exact(cost.total), components };
}
