import type { DataVersions } from '../duckdb/data-versions.js';
import type { RowReplacer } from '../duckdb/replace-rows.js';
import type { ReaderPool } from '../duckdb/reader.js';
import type { Row } from '../duckdb/statement.js';
import type { CallerIdentities, CallerIdentity } from '../events/caller.js';
import type { Event } from '../events/event.js';
import { CallGroups } from '../ledger/call-groups.js';
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
  /** Deletes refused events and deliveries that hold a text of the caller. */
  readonly forgetRaw: (isTheirs: (text: string) => boolean) => Promise<void>;
  readonly identities: CallerIdentities;
}

/** Pseudonyms of one person: of the number, and of the addresses that were given beside it. */
type Person = ReadonlySet<string>;

const names = (value: unknown, person: Person): boolean =>
  typeof value === 'object' && value !== null && person.has(String((value as { caller?: unknown }).caller));

/** Whether an appointment, payment or touch is of a person, or of one of the person's calls. */
const isOf = ({ subject, data }: Event, person: Person, calls: ReadonlySet<string>): boolean => {
  if ([subject, data['call_id'], data['reference']].some((id) => typeof id === 'string' && calls.has(id))) return true;
  const party = data['caller'] as { phone?: unknown; email?: unknown } | undefined;
  return names(party, person) || names(party?.phone, person) || names(party?.email, person);
};

/** Entities besides calls that are of a person: appointments, payments and touches are few, and looked through. */
async function otherEntities(
  ledger: Ledger,
  tenant: string,
  person: Person,
  calls: ReadonlySet<string>,
): Promise<string[]> {
  const found = new Set<string>();
  // Touches stood under their callers once.
  for (const kind of ['appointment/', 'payment/', 'touch/', 'caller/']) {
    const { gt, lt } = under('x', tenant);
    const range = { gte: gt + kind, lt: `${gt}${kind}\uffff` < lt ? `${gt}${kind}\uffff` : lt };
    for await (const [key, value] of ledger.store.iterator(range)) {
      if ((JSON.parse(value) as Event[]).some((event) => isOf(event, person, calls))) found.add(partsOf(key)[2] ?? '');
    }
  }
  return [...found];
}

/**
 * Erases one person: the raw events of every call, appointment, payment and touch, the rows, and with the next publication
 * the points of the record; refused events and webhook deliveries that name the person, too. That the events had been
 * accepted stays known, so that a repeat does not bring them back.
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
  const person = new Set([caller, ...(await addressesOf(readers, tenant, caller))]);
  const entities = new Set([
    ...[...calls].map(callEntity),
    ...(await linkedEntities(readers, tenant, caller)),
    ...(await otherEntities(ledger, tenant, person, calls)),
  ]);
  await ledger.forget([...entities].map((entity) => ({ tenant, entity })));
  await forgetRaw((text) => calls.has(text) || person.has(text) || isAddressOf(text, person, identities));
  versions.bump(await rows.eraseCaller(tenant, caller));
  return rowsOfCaller.length;
}

/** Appointments and payments that were found to belong to a caller's calls, by whatever they name. */
async function linkedEntities(readers: ReaderPool, tenant: string, caller: string): Promise<string[]> {
  const of = (table: string, prefix: string, id: string): string => `
    SELECT '${prefix}' || ${id} AS entity FROM ${table} WHERE tenant = $tenant AND call_id IN (
      SELECT call_id FROM calls WHERE tenant = $tenant AND caller = $caller::UUID)`;
  const rows = await readers.rows(
    `${of('appointments', 'appointment/', 'appointment_id')} UNION ALL ${of('payments', 'payment/', 'payment_id')}`,
    { tenant, caller },
  );
  return rows.map(({ entity }) => String(entity));
}

/** Pseudonyms of the addresses that a caller gave beside the number, when booking or paying. */
async function addressesOf(readers: ReaderPool, tenant: string, caller: string): Promise<string[]> {
  const of = (table: string): string =>
    `SELECT replace(email::VARCHAR, '-', '') AS email FROM ${table} WHERE tenant = $tenant AND caller = $caller::UUID AND email IS NOT NULL`;
  const rows = await readers.rows(`${of('appointments')} UNION ${of('payments')}`, { tenant, caller });
  return rows.map(({ email }) => String(email));
}

/** Ids of calls, those included under which others tell of them. */
async function allIds(ledger: Ledger, tenant: string, rows: readonly Row[]): Promise<Set<string>> {
  const known = rows
    .flatMap((row) => [row['call_id'], row['provider_call_sid']])
    .filter((id) => typeof id === 'string');
  const calls = await Promise.all(
    known.map(async (call) => ({ tenant, call, events: await ledger.events(tenant, callEntity(call)) })),
  );
  const groups = await new CallGroups(ledger).of(calls);
  return new Set([...known, ...groups.flatMap(({ callId, others }) => [callId, ...others])]);
}

/** Numbers and addresses are short; longer texts are not asked for their identity. */
const LONGEST_ADDRESS = 320;

/** Whether a text is a number or an address of a person. */
function isAddressOf(text: string, person: Person, identities: CallerIdentities): boolean {
  const isTheirs = (identity: CallerIdentity | null): boolean => identity !== null && person.has(identity.caller);
  if (text.length > LONGEST_ADDRESS) return false;
  if (text.includes('@') && isTheirs(identities.email(text))) return true;
  return /\d{5}|\d[ ().-]+\d/.test(text) && isTheirs(identities.phone(text));
}
