import type { DataVersions } from '../duckdb/data-versions.js';
import type { RowReplacer } from '../duckdb/replace-rows.js';
import type { ReaderPool, Row } from '../duckdb/reader.js';
import type { CallerIdentities } from '../events/caller.js';
import type { Event } from '../events/event.js';
import { callEntity } from '../ledger/entity.js';
import { partsOf, under } from '../ledger/keys.js';
import { callsLinkedTo } from '../ledger/links.js';
import type { Ledger } from '../ledger/ledger.js';

interface Stores {
  readonly ledger: Ledger;
  readonly rows: RowReplacer;
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  /** Brings the rows up to the ledger, so that nothing of the caller is still on its way. */
  readonly settled: () => Promise<void>;
  /** Deletes refused events and deliveries that hold a text of the caller. */
  readonly forgetRaw: (isTheirs: (text: string) => boolean) => Promise<void>;
  readonly identities: CallerIdentities;
}

const names = (value: unknown, caller: string): boolean =>
  typeof value === 'object' && value !== null && (value as { caller?: unknown }).caller === caller;

/** Whether an appointment, payment or touch is of a caller, or of one of the caller's calls. */
const isOf = ({ subject, data }: Event, caller: string, calls: ReadonlySet<string>): boolean => {
  if ([subject, data['call_id']].some((id) => typeof id === 'string' && calls.has(id))) return true;
  const party = data['caller'] as { phone?: unknown; email?: unknown } | undefined;
  return names(party, caller) || names(party?.phone, caller) || names(party?.email, caller);
};

/** Entities besides calls that are of a caller: appointments, payments and touches are few, and looked through. */
async function otherEntities(
  ledger: Ledger,
  tenant: string,
  caller: string,
  calls: ReadonlySet<string>,
): Promise<string[]> {
  const found = new Set<string>();
  for (const kind of ['appointment/', 'payment/', 'caller/']) {
    const { gt, lt } = under('x', tenant);
    const range = { gte: gt + kind, lt: `${gt}${kind}\uffff` < lt ? `${gt}${kind}\uffff` : lt };
    for await (const [key, value] of ledger.store.iterator(range)) {
      if ((JSON.parse(value) as Event[]).some((event) => isOf(event, caller, calls))) found.add(partsOf(key)[2] ?? '');
    }
  }
  return [...found];
}

/**
 * Erases one person: the raw events of every call, appointment, payment and touch, the rows, and with the next publication
 * the points of the record; refused events and webhook deliveries that name the person, too. That the events had been accepted stays known, so that a repeat does not bring them back.
 * Can be repeated: what an earlier attempt left over goes with the next.
 * @param caller the caller's pseudonym, 32 hexadecimal digits
 * @returns how many calls went
 */
export async function eraseCaller(stores: Stores, tenant: string, caller: string): Promise<number> {
  const { ledger, rows, readers, versions, forgetRaw, identities } = stores;
  await stores.settled();
  const rowsOfCaller = await readers.rows(
    'SELECT call_id, provider_call_sid FROM calls WHERE tenant = $tenant AND caller = $caller::UUID',
    { tenant, caller },
  );
  const calls = await allIds(ledger, tenant, rowsOfCaller);
  const entities = [...[...calls].map(callEntity), ...(await otherEntities(ledger, tenant, caller, calls))];
  await ledger.forget(entities.map((entity) => ({ tenant, entity })));
  await forgetRaw((text) => calls.has(text) || isAddressOf(text, caller, identities));
  versions.bump(await rows.eraseCaller(tenant, caller));
  return rowsOfCaller.length;
}

/** Ids of calls, those included under which others tell of them. */
async function allIds(ledger: Ledger, tenant: string, rows: readonly Row[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { call_id, provider_call_sid: sid } of rows) {
    ids.add(String(call_id));
    if (typeof sid !== 'string') continue;
    ids.add(sid);
    for (const other of await callsLinkedTo(ledger.store, tenant, sid)) ids.add(other);
  }
  return ids;
}

/** Numbers and addresses are short; longer texts are not asked for their identity. */
const LONGEST_ADDRESS = 320;

/** Whether a text is a number or an address of the caller. */
function isAddressOf(text: string, caller: string, identities: CallerIdentities): boolean {
  if (text.length > LONGEST_ADDRESS) return false;
  if (text.includes('@') && identities.email(text)?.caller === caller) return true;
  return /\d{5}|\d[ ().-]+\d/.test(text) && identities.phone(text)?.caller === caller;
}
