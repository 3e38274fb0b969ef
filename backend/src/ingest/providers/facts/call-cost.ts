import type { CallEnded } from '@callsight/contract/events/call';
import { Decimal } from '../payload/decimal.js';

/** One line of a provider's bill. */
export interface CostLine {
  readonly component: string;
  readonly amount: Decimal;
}

/** What the contract lists at most; a bill has no more than a dozen components. */
const MAX_COMPONENTS = 32;

const componentSums = (lines: readonly CostLine[]): Map<string, Decimal> => {
  const sums = new Map<string, Decimal>();
  for (const { component, amount } of lines) {
    sums.set(component, (sums.get(component) ?? Decimal.zero).plus(amount));
  }
  return sums;
};

/**
 * The bill of a call in US dollars, the only currency that both platforms bill in. `total` is the provider's own figure
 * where it gives one, even if its rounding differs from the sum of the lines; absent if nothing was billed.
 */
export function callCost(total: Decimal | undefined, lines: readonly CostLine[]): CallEnded['cost'] {
  if (total === undefined && lines.length === 0) return undefined;
  const sum = (total ?? lines.reduce((all, line) => all.plus(line.amount), Decimal.zero)).toAmount();
  if (sum === undefined) return undefined;
  const components = [...componentSums(lines)]
    .map(([component, value]) => [component, value.toAmount()] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
    .slice(0, MAX_COMPONENTS);
  return { total: sum, currency: 'USD', ...(components.length > 0 && { components: Object.fromEntries(components) }) };
}
