import type { AppointmentDetail, CallDetail, CallRowDetail, PaymentDetail } from '@callsight/contract/call-detail';
import { attributeColumn, type AttributeDeclaration } from '../../../storage/tables/attribute.js';
import type { ReaderPool } from '../../../storage/duckdb/reader.js';
import type { Row } from '../../../storage/duckdb/statement.js';
import { compareEvents, type Event } from '../../../storage/ledger/event.js';
import { CallGroups } from '../../../storage/ledger/call-groups.js';
import { callEntity } from '../../../storage/ledger/entity.js';
import type { Ledger } from '../../../storage/ledger/ledger.js';
import { amountToText } from '../../../lib/money/amount.js';
import { toMillis } from '../../../lib/time/units.js';

interface Dependencies {
  readonly readers: ReaderPool;
  readonly ledger: Ledger;
  readonly attributes: readonly AttributeDeclaration[];
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const time = (value: unknown): string | null =>
  value === null || value === undefined ? null : new Date(Number(value) / 1_000).toISOString();

const seconds = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value) / 1e6);

const money = (value: unknown): string | null => (typeof value === 'bigint' ? amountToText(value) : null);

const COMPONENTS = ['telephony', 'asr', 'llm', 'tts', 'platform'];

const TEXTS = [
  'provider_call_sid channel queue agent_name agent_version ended_by end_reason provider language caller caller_masked',
  'caller_type country region line_type caller_timezone source medium campaign term content tracking_number landing_page',
  'summary currency',
]
  .join(' ')
  .split(' ');

const pick = <T>(names: readonly string[], row: Row, read: (value: unknown) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, read(row[name])]));

function attributesOf(row: Row, attributes: readonly AttributeDeclaration[]): CallRowDetail['attributes'] {
  const entries = attributes.flatMap(({ name }) => {
    const value = row[attributeColumn(name)] ?? null;
    return value === null ? [] : [[name, value as string | number | boolean] as const];
  });
  return Object.fromEntries(entries);
}

function callOf(row: Row, attributes: readonly AttributeDeclaration[]): CallRowDetail {
  const components = COMPONENTS.flatMap((name) => {
    const value = money(row[`cost_${name}`]);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    ...pick(TEXTS, row, text),
    ...pick(['started_at', 'answered_at', 'ended_at'], row, time),
    ...pick(['wait', 'duration', 'hold', 'talk', 'overlap'], row, seconds),
    ...pick(['errors', 'turns', 'interruptions'], row, Number),
    ...pick(['transferred', 'transferred_to_human'], row, Boolean),
    ...pick(['call_id', 'direction', 'agent', 'outcome'], row, (value) => text(value) ?? ''),
    success: row['success'],
    sentiment: row['sentiment'],
    talk_ratio: row['talk_ratio'],
    topics: JSON.parse(text(row['topics']) ?? '[]') as string[],
    cost: money(row['cost']),
    cost_components: Object.fromEntries(components),
    attributes: attributesOf(row, attributes),
  } as unknown as CallRowDetail;
}

const appointmentOf = (row: Row): AppointmentDetail => ({
  appointment_id: text(row['appointment_id']) ?? '',
  created_at: time(row['created_at']),
  starts_at: time(row['starts_at']),
  status: text(row['status']) ?? '',
  reschedules: Number(row['reschedules']),
  type: text(row['type']),
  price: money(row['price']),
  currency: text(row['currency']),
  link: text(row['link']),
});

const paymentOf = (row: Row): PaymentDetail => ({
  payment_id: text(row['payment_id']) ?? '',
  happened_at: time(row['happened_at']),
  status: text(row['status']) ?? '',
  amount: money(row['amount']),
  refunded: money(row['refunded']),
  currency: text(row['currency']),
  appointment_id: text(row['appointment_id']),
  link: text(row['link']),
});

/** Full numbers stay in the ledger; the address of a recording is for those who may play it. */
function shown({ type, data }: Event, mayPlay: boolean): Record<string, unknown> {
  if (type === 'call.recording' && !mayPlay)
    return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'url' && key !== 'separate_url'));
  const caller = 'caller' in data ? data.caller : undefined;
  if (caller === undefined || !('number' in caller)) return { ...data };
  return { ...data, caller: Object.fromEntries(Object.entries(caller).filter(([key]) => key !== 'number')) };
}

/** A platform that tells the whole call twice says most of it twice; the same statement is shown once. */
function eachOnce(events: readonly Event[]): Event[] {
  const seen = new Set<string>();
  return events.filter(({ source, type, subject, at, data }) => {
    const statement = JSON.stringify([source, type, subject, at, data]);
    return !seen.has(statement) && seen.add(statement);
  });
}

async function eventsOf(ledger: Ledger, tenant: string, call: string, mayPlay: boolean): Promise<CallDetail['events']> {
  const own = await ledger.events(tenant, callEntity(call));
  const [group] = await new CallGroups(ledger).of([{ tenant, call, events: own }]);
  return eachOnce([...(group?.events ?? own)].sort(compareEvents)).map((event) => ({
    id: event.id,
    source: event.source,
    type: event.type,
    time: new Date(toMillis(event.at)).toISOString(),
    subject: event.subject ?? call,
    data: shown(event, mayPlay),
  }));
}

/**
 * Everything that is known of one call.
 * @param id of the call, or the one that the telephony provider knows it by
 * @param mayPlay whether the addresses of recordings may be shown
 * @returns undefined if there is no such call
 */
export async function callDetail(
  { readers, ledger, attributes }: Dependencies,
  tenant: string,
  id: string,
  mayPlay: boolean,
): Promise<CallDetail | undefined> {
  const [row] = await readers.rows(
    `SELECT * REPLACE (replace(caller::VARCHAR, '-', '') AS caller),
       CASE WHEN caller IS NOT NULL THEN CASE WHEN previous_at IS NULL THEN 'new' ELSE 'returning' END END AS caller_type
     FROM calls WHERE tenant = $tenant AND (call_id = $id OR provider_call_sid = $id) ORDER BY call_id = $id DESC LIMIT 1`,
    { tenant, id },
  );
  if (row === undefined) return undefined;
  const call = callOf(row, attributes);
  const values = { tenant, call: call.call_id };
  const of = (table: string, order: string): Promise<Row[]> =>
    readers.rows(`SELECT * FROM ${table} WHERE tenant = $tenant AND call_id = $call ORDER BY ${order}`, values);
  return {
    call,
    events: await eventsOf(ledger, tenant, call.call_id, mayPlay),
    appointments: (await of('appointments', 'created_at, appointment_id')).map(appointmentOf),
    payments: (await of('payments', 'happened_at, payment_id')).map(paymentOf),
  };
}
