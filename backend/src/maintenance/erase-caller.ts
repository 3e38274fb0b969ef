import type { DataVersions } from '../projection/rows/data-versions.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { Row } from '../storage/duckdb/statement.js';
import type { CallerIdentities } from '../ingest/callers/caller.js';
import type { CallerIdentity, Party } from '../storage/ledger/caller-identity.js';
import type { Event } from '../storage/ledger/event.js';
import { CallGroups } from '../storage/ledger/call-groups.js';
import { callEntity, callIdOf } from '../storage/ledger/entity.js';
import { partsOf } from '../storage/kv/keys.js';
import { CHUNKS } from '../storage/ledger/ledger-keys.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { Clock } from '../lib/time/units.js';

interface Stores {
  readonly ledger: Ledger;
  readonly rows: RowReplacer;
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  /** Runs something while neither deliveries are being mapped nor rows written, so that nothing is on its way between. */
  readonly between: <T>(work: () => Promise<T>) => Promise<T>;
  /** Deletes deliveries that hold a text of the caller and have not been mapped. */
  readonly forgetPending: (isTheirs: (text: string) => boolean) => Promise<void>;
  /** Deletes refused events and deliveries that hold a text of the caller. */
  readonly forgetRaw: (isTheirs: (text: string) => boolean) => Promise<void>;
  /** Whether a call is under legal hold. */
  readonly isHeld: (call: string) => Promise<boolean>;
  /** Leaves nothing of the recordings and transcripts of calls. */
  readonly forgetRecorded: (calls: ReadonlySet<string>) => Promise<void>;
  readonly identities: CallerIdentities;
  /** Epoch milliseconds. */
  readonly clock: Clock;
}

/** A caller of whom something is under legal hold, and who is not erased before the hold ends. */
export class UnderHold extends Error {
  override readonly name = 'UnderHold';
  constructor() {
    super('a call of the caller is under legal hold; nothing was erased, and can be when the hold has ended');
  }
}

/** Pseudonyms of one person: of the number, and of the addresses that were given beside it. */
type Person = ReadonlySet<string>;

const names = (identity: CallerIdentity | undefined, person: Person): boolean =>
  identity !== undefined && person.has(identity.caller);

/** Every identity in an event: one of a call, one or two of an appointment, payment or touch. */
function identitiesIn({ data }: Event): CallerIdentity[] {
  const caller: CallerIdentity | Party | undefined = 'caller' in data ? data.caller : undefined;
  if (caller === undefined) return [];
  return 'caller' in caller ? [caller] : [caller.phone, caller.email].filter((one) => one !== undefined);
}

/** Whether an appointment, payment or touch is of a person, or of one of the person's calls. */
function isOf(event: Event, person: Person, calls: ReadonlySet<string>): boolean {
  const { subject, data } = event;
  const call = 'call_id' in data ? data.call_id : undefined;
  const reference = 'reference' in data ? data.reference : undefined;
  if ([subject, call, reference].some((id) => id !== undefined && calls.has(id))) return true;
  return identitiesIn(event).some((identity) => names(identity, person));
}

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
    const { gt, lt } = CHUNKS.under(tenant);
    const range = { gte: gt + kind, lt: `${gt}${kind}\uffff` < lt ? `${gt}${kind}\uffff` : lt };
    for await (const [key, value] of ledger.store.iterator(range)) {
      if ((JSON.parse(value) as Event[]).some((event) => isOf(event, person, calls))) found.add(partsOf(key)[2] ?? '');
    }
  }
  return [...found];
}

/** What is known of a person by the events that are not in the rows yet: calls, and what else is theirs. */
interface Undelivered {
  readonly calls: readonly string[];
  readonly entities: readonly string[];
  /** The person, with addresses that these events tell. */
  readonly person: Person;
}

/** Of a person, among the entities whose events are not in the rows yet; in memory for most. */
async function undelivered(
  ledger: Ledger,
  tenant: string,
  known: Person,
  knownCalls: ReadonlySet<string>,
): Promise<Undelivered> {
  const changed = await Promise.all(
    ledger.changedOf(tenant).map(async ({ entity }) => ({ entity, events: await ledger.events(tenant, entity) })),
  );
  const person = new Set(known);
  for (const { events } of changed) for (const event of events) addAddresses(event, known, person);
  const isTheirs = ({ events }: { events: readonly Event[] }): boolean =>
    events.some((event) => event.type === 'call.started' && names(event.data.caller, person));
  const calls = changed.flatMap((one) => (isTheirs(one) ? (callIdOf(one.entity) ?? []) : []));
  const all = new Set([...knownCalls, ...calls]);
  const others = changed.filter(
    ({ entity, events }) => callIdOf(entity) === undefined && events.some((event) => isOf(event, person, all)),
  );
  return { calls, entities: others.map(({ entity }) => entity), person };
}

/** Adds the addresses of a party of whom one is known already. */
function addAddresses(event: Event, known: Person, person: Set<string>): void {
  if (event.type === 'call.started') return;
  const both = identitiesIn(event);
  if (!both.some((one) => names(one, known))) return;
  for (const { caller } of both) person.add(caller);
}

/**
 * Erases one person: the raw events of every call, appointment, payment and touch, the rows, and with the next publication
 * the points of the record; recordings, transcripts, refused events and webhook deliveries that name the person, too. That the events had been
 * accepted stays known, so that a repeat does not bring them back, and what is reported later of what was erased is dropped.
 * What is not in the rows yet is found by its events, so that traffic holds up nothing.
 * Can be repeated: what an earlier attempt left over goes with the next.
 * @param caller the caller's pseudonym, 32 hexadecimal digits
 * @returns how many calls went
 */
export async function eraseCaller(stores: Stores, tenant: string, caller: string): Promise<number> {
  const { ledger, readers, identities } = stores;
  // Looking through all appointments, payments and touches takes a while, in which others need not wait.
  const known = new Set([caller, ...(await addressesOf(readers, tenant, caller))]);
  const callsBefore = await callsOf(stores, tenant, caller);
  for (const call of callsBefore) if (await stores.isHeld(call)) throw new UnderHold();
  // While the calls are known: should this break off, the next attempt finds them again.
  await stores.forgetRecorded(callsBefore);
  const others = await otherEntities(ledger, tenant, known, callsBefore);
  const { calls, person, count } = await stores.between(() => erase(stores, tenant, caller, others));
  await stores.forgetRecorded(calls);
  await stores.forgetRaw((text) => calls.has(text) || person.has(text) || isAddressOf(text, person, identities));
  return count;
}

async function erase(
  { ledger, rows, readers, versions, identities, forgetPending, clock }: Stores,
  tenant: string,
  caller: string,
  found: readonly string[],
): Promise<{ calls: ReadonlySet<string>; person: Person; count: number }> {
  const rowsOfCaller = await rowsOf(readers, tenant, caller);
  const inRows = await allIds(ledger, tenant, idsOf(rowsOfCaller));
  const known = new Set([caller, ...(await addressesOf(readers, tenant, caller))]);
  const fresh = await undelivered(ledger, tenant, known, inRows);
  const calls = await allIds(ledger, tenant, [...inRows, ...fresh.calls]);
  const entities = new Set([
    ...[...calls].map(callEntity),
    ...(await linkedEntities(readers, tenant, caller)),
    ...found,
    ...fresh.entities,
  ]);
  await ledger.erase(
    [...entities].map((entity) => ({ tenant, entity })),
    clock(),
  );
  await forgetPending(
    (text) => calls.has(text) || fresh.person.has(text) || isAddressOf(text, fresh.person, identities),
  );
  const onlyFresh = fresh.calls.filter((call) => !inRows.has(call));
  versions.bump(await rows.eraseCaller(tenant, caller, onlyFresh));
  await ledger.noteRowsWritten(rows.lastChange);
  return { calls, person: fresh.person, count: rowsOfCaller.length + onlyFresh.length };
}

const rowsOf = (readers: ReaderPool, tenant: string, caller: string): Promise<Row[]> =>
  readers.rows('SELECT call_id, provider_call_sid FROM calls WHERE tenant = $tenant AND caller = $caller::UUID', {
    tenant,
    caller,
  });

const callsOf = async ({ ledger, readers }: Stores, tenant: string, caller: string): Promise<Set<string>> =>
  allIds(ledger, tenant, idsOf(await rowsOf(readers, tenant, caller)));

const idsOf = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) => [row['call_id'], row['provider_call_sid']]).filter((id) => typeof id === 'string');

/** Touches, appointments and payments that are a caller's, or were found to belong to the caller's calls, by whatever they name. */
async function linkedEntities(readers: ReaderPool, tenant: string, caller: string): Promise<string[]> {
  const of = (table: string, prefix: string, id: string): string => `
    SELECT '${prefix}' || ${id} AS entity FROM ${table} WHERE tenant = $tenant AND (caller = $caller::UUID OR call_id IN (
      SELECT call_id FROM calls WHERE tenant = $tenant AND caller = $caller::UUID))`;
  const rows = await readers.rows(
    `${of('appointments', 'appointment/', 'appointment_id')} UNION ALL ${of('payments', 'payment/', 'payment_id')}
     UNION ALL SELECT 'touch/' || touch_id FROM touches WHERE tenant = $tenant AND caller = $caller::UUID`,
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
async function allIds(ledger: Ledger, tenant: string, known: readonly string[]): Promise<Set<string>> {
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
