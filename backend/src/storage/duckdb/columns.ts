import { attributeColumn, type AttributeDeclaration } from './attribute.js';

/** Type of a column in DuckDB; `micros` is a BIGINT that JavaScript holds as an exact number. */
export type ColumnType = 'text' | 'micros' | 'count' | 'money' | 'double' | 'flag' | 'caller';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  micros: 'BIGINT',
  count: 'INTEGER',
  money: 'BIGINT',
  double: 'DOUBLE',
  flag: 'BOOLEAN',
  caller: 'UUID',
};

const ATTRIBUTE_TYPES: Readonly<Record<AttributeDeclaration['type'], ColumnType>> = {
  string: 'text',
  number: 'double',
  boolean: 'flag',
};

const columns = (type: ColumnType, names: string): Column[] => names.split(' ').map((name) => ({ name, type }));

export const attributeColumns = (attributes: readonly AttributeDeclaration[]): Column[] =>
  attributes.map(({ name, type }) => ({ name: attributeColumn(name), type: ATTRIBUTE_TYPES[type] }));

/** Columns that came when calls were in records already; their fields stand behind all others there. */
export const LATER_CALL_COLUMNS = ['provider_call_sid', 'caller_timezone', 'steps'] as const;

/** What a fold says of a call; order is the order of the appender. */
export const CALL_COLUMNS: readonly Column[] = [
  ...columns('text', 'tenant call_id'),
  ...columns('micros', 'started_at answered_at ended_at last_event_at wait duration hold talk after_call_work'),
  ...columns(
    'text',
    'direction channel queue agent agent_name agent_version outcome ended_by end_reason provider language',
  ),
  ...columns('caller', 'caller'),
  ...columns(
    'text',
    'caller_masked country region line_type source medium campaign term content tracking_number landing_page',
  ),
  ...columns('flag', 'transferred transferred_to_human success'),
  ...columns('double', 'sentiment'),
  ...columns('text', 'summary topics'),
  ...columns('count', 'errors turns interruptions'),
  ...columns('micros', 'silence'),
  ...columns('text', 'currency'),
  ...columns('money', 'cost cost_telephony cost_asr cost_llm cost_tts cost_platform'),
  ...columns('text', LATER_CALL_COLUMNS.join(' ')),
];

/** What only the neighbourhood of a call says: the same caller's call before it, and the next one that the caller made. */
export const HISTORY_COLUMNS: readonly Column[] = columns('micros', 'previous_at next_inbound_at');

/**
 * Where a row stands in the record: its anchor is the time of its point for good, and `change` grows with every
 * replacement, so that what the record lacks is what changed since. Epoch microseconds both.
 */
export const RECORD_COLUMNS: readonly Column[] = columns('micros', 'anchor change');

/** Where a staged row stands in the record; `change` only if it comes from there. */
export const PLACE_COLUMNS: readonly Column[] = columns('micros', 'anchor change');

/** Set on a row whose events this installation does not have: it came from the record, or they were too old to keep. */
export const EVENTLESS_COLUMN: Column = { name: 'eventless', type: 'flag' };

/** What a fold says of a turn. */
export const TURN_COLUMNS: readonly Column[] = [
  ...columns('text', 'tenant call_id'),
  ...columns('micros', 'call_started_at'),
  ...columns('count', 'index'),
  ...columns('micros', 'happened_at'),
  ...columns('double', 'e2e asr llm tts endpointing'),
  ...columns('flag', 'interrupted'),
  ...columns('micros', 'silence'),
];

/** Dimensions that a turn takes over from its call, so that turns are grouped without a join. */
export const TURN_CALL_COLUMNS: readonly Column[] = columns(
  'text',
  'direction channel queue agent agent_name agent_version outcome end_reason provider language country region line_type source medium campaign',
);

export const TURN_HISTORY_COLUMNS: readonly Column[] = columns('flag', 'new_caller');

/** What a booking or payment takes over from its call: all that a turn does, and more, for they are fewer. */
export const BUSINESS_CALL_COLUMNS: readonly Column[] = [
  ...TURN_CALL_COLUMNS,
  ...columns('text', 'ended_by term content tracking_number landing_page caller_timezone'),
  ...columns('caller', 'call_caller'),
  ...columns('flag', 'new_caller'),
];

/** Reported steps that have a column of their own for each tenant; further ones are read from the text of all. */
export const STEP_SLOTS = 24;

export const stepColumn = (slot: number): string => `step_${slot}`;

/**
 * The journey of a call, worked out from its steps, its bookings and its payments: when each reported step happened first, by
 * its slot; whether any step happened more than once; all steps in their order; and what its bookings and payments say, first
 * times and all (`business_steps`, an object of times by step).
 */
export const JOURNEY_COLUMNS: readonly Column[] = [
  ...columns('micros', 'booked_at paid_at kept_at'),
  ...columns('text', 'business_steps path'),
  ...columns('flag', 'repeats'),
  ...Array.from({ length: STEP_SLOTS }, (_, index): Column => ({ name: stepColumn(index + 1), type: 'micros' })),
];

export const SAMPLE_COLUMNS: readonly Column[] = [
  ...columns('text', 'tenant sample_id'),
  ...columns('micros', 'happened_at'),
  ...columns('text', 'kind metric'),
  ...columns('double', 'value'),
  ...columns('text', 'component status code tags'),
];

/** What a fold says of an appointment. */
export const APPOINTMENT_COLUMNS: readonly Column[] = [
  ...columns('text', 'tenant appointment_id'),
  ...columns('micros', 'created_at starts_at'),
  ...columns('text', 'status'),
  ...columns('micros', 'status_at'),
  ...columns('count', 'reschedules'),
  ...columns('text', 'type'),
  ...columns('money', 'price'),
  ...columns('text', 'currency'),
  ...columns('caller', 'caller email'),
  ...columns('text', 'caller_masked reported_call_id'),
  ...columns('micros', 'last_event_at'),
];

/** What a fold says of a payment. */
export const PAYMENT_COLUMNS: readonly Column[] = [
  ...columns('text', 'tenant payment_id'),
  ...columns('micros', 'happened_at'),
  ...columns('text', 'status'),
  ...columns('money', 'amount refunded'),
  ...columns('text', 'currency'),
  ...columns('caller', 'caller email'),
  ...columns('text', 'caller_masked reported_call_id reported_appointment_id reported_reference'),
  ...columns('micros', 'last_event_at'),
];

/** What a fold says of a marketing contact. */
export const TOUCH_COLUMNS: readonly Column[] = [
  ...columns('text', 'tenant touch_id'),
  ...columns('micros', 'happened_at'),
  ...columns('text', 'source medium campaign'),
  ...columns('money', 'cost'),
  ...columns('text', 'currency'),
  ...columns('caller', 'caller email'),
];

/** The call that a row was found to belong to, and by what: `call_id`, `appointment_id`, `caller` or `email`. */
const LINK_COLUMNS: readonly Column[] = columns('text', 'call_id link');

/** When the call of a row started; it came later, and stands last in the record. */
const LINKED_START: readonly Column[] = columns('micros', 'call_started_at');

export const APPOINTMENT_LINK_COLUMNS: readonly Column[] = [...LINK_COLUMNS, ...LINKED_START];

export const PAYMENT_LINK_COLUMNS: readonly Column[] = [
  ...LINK_COLUMNS,
  { name: 'appointment_id', type: 'text' },
  ...LINKED_START,
];
