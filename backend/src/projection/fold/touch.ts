import type { RowOf } from '../../storage/tables/column.js';
import type { TOUCH } from '../../storage/tables/columns.js';
import type { Event, EventData } from '../../storage/ledger/event.js';
import { parseAmount } from '../../lib/money/amount.js';
import { anchorOf } from './anchor.js';
import { partyOf } from './appointment.js';

/** A row, and where it stands in the record unless it stands somewhere already; epoch microseconds. */
export type TouchRow = RowOf<typeof TOUCH> & { readonly anchor: number };

/** What a contact cost; money without a currency is no amount. */
function costOf({ cost, currency }: EventData<'touch.recorded'>): Pick<TouchRow, 'cost' | 'currency'> {
  const [amount, of] = typeof cost === 'object' ? [cost.amount, cost.currency] : [cost, currency];
  const exact = amount === undefined || of === undefined ? undefined : parseAmount(amount);
  return exact === undefined ? { cost: null, currency: null } : { cost: exact, currency: of ?? null };
}

/** @returns undefined for an event that is no marketing contact */
export function foldTouch(tenant: string, event: Event): TouchRow | undefined {
  if (event.type !== 'touch.recorded') return undefined;
  const touch = event.data;
  const id = `${event.source}\u0001${event.id}`;
  const { caller, email } = partyOf([event]);
  return {
    tenant,
    touch_id: id,
    happened_at: event.at,
    source: touch.source,
    medium: touch.medium ?? null,
    campaign: touch.campaign ?? null,
    ...costOf(touch),
    caller,
    email,
    anchor: anchorOf(id, event.at),
  };
}
