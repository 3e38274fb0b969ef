import type { DataVersions } from '../duckdb/data-versions.js';
import type { RowReplacer } from '../duckdb/replace-rows.js';
import type { ReaderPool } from '../duckdb/reader.js';
import type { Event } from '../events/event.js';
import { callEntity } from '../ledger/entity.js';
import { partsOf, under } from '../ledger/keys.js';
import type { Ledger } from '../ledger/ledger.js';

interface Stores {
  readonly ledger: Ledger;
  readonly rows: RowReplacer;
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  /** Brings the rows up to the ledger, so that nothing of the caller is still on its way. */
  readonly settled: () => Promise<void>;
}

const names = (value: unknown, caller: string): boolean =>
  typeof value === 'object' && value !== null && (value as { caller?: unknown }).caller === caller;

/** Whether an appointment, payment or touch is of a caller. */
const isOf = ({ data }: Event, caller: string): boolean => {
  const party = data['caller'] as { phone?: unknown; email?: unknown } | undefined;
  return names(party, caller) || names(party?.phone, caller) || names(party?.email, caller);
};

/** Entities besides calls that are of a caller: appointments, payments and touches are few, and looked through. */
async function otherEntities(ledger: Ledger, tenant: string, caller: string): Promise<string[]> {
  const found = new Set<string>();
  for (const kind of ['appointment/', 'payment/', 'caller/']) {
    const { gt, lt } = under('x', tenant);
    const range = { gte: gt + kind, lt: `${gt}${kind}\uffff` < lt ? `${gt}${kind}\uffff` : lt };
    for await (const [key, value] of ledger.store.iterator(range)) {
      if ((JSON.parse(value) as Event[]).some((event) => isOf(event, caller))) found.add(partsOf(key)[2] ?? '');
    }
  }
  return [...found];
}

/**
 * Erases one person: the raw events of every call, appointment, payment and touch, the rows, and with the next publication
 * the points of the record. That the events had been accepted stays known, so that a repeat does not bring them back.
 * Can be repeated: what an earlier attempt left over goes with the next.
 * @param caller the caller's pseudonym, 32 hexadecimal digits
 * @returns how many calls went
 */
export async function eraseCaller(stores: Stores, tenant: string, caller: string): Promise<number> {
  const { ledger, rows, readers, versions } = stores;
  await stores.settled();
  const calls = await readers.rows('SELECT call_id FROM calls WHERE tenant = $tenant AND caller = $caller::UUID', {
    tenant,
    caller,
  });
  const entities = [
    ...calls.map(({ call_id }) => callEntity(String(call_id))),
    ...(await otherEntities(ledger, tenant, caller)),
  ];
  await ledger.forget(entities.map((entity) => ({ tenant, entity })));
  versions.bump(await rows.eraseCaller(tenant, caller));
  return calls.length;
}
