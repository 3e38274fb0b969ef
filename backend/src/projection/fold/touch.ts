import type { Event, EventData } from '../../storage/ledger/event.js';
import { parseAmount } from '../../lib/money/amount.js';
import { anchorOf } from './anchor.js';
import { partyOf } from './appointment.js';

/** One marketing contact; time in epoch microseconds, money in billionths of the major unit. */
export interface TouchRow {
  readonly tenant: string;
  readonly touch_id: string;
  readonly happened_at: number;
  readonly source: string;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly cost: bigint | null;
  readonly currency: string | null;
  /** Identity of the person's number, and of the address. */
  readonly caller: string | null;
  readonly email: string | null;
  /** Where it stands in the record, unless it stands somewhere already; epoch microseconds. */
  readonly anchor: number;
}

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
