import type { CallEnded, CallStarted } from '@callsight/contract/events/call';
import type { Outcome } from '@callsight/contract/events/outcome';
import { attributeColumn, type AttributeDeclaration } from './attribute.js';
import { column, columns, columnsOf, nullable, type Column, type ColumnType } from './column.js';

const ATTRIBUTE_TYPES: Readonly<Record<AttributeDeclaration['type'], ColumnType>> = {
  string: 'text',
  number: 'double',
  boolean: 'flag',
};

export const attributeColumns = (attributes: readonly AttributeDeclaration[]): Column[] =>
  attributes.map(({ name, type }) => ({ name: attributeColumn(name), type: ATTRIBUTE_TYPES[type] }));

/** Times at which each named step of a call happened, ascending; epoch microseconds. */
export type StepTimes = Readonly<Record<string, readonly number[]>>;

/**
 * What a fold says of a call; the order is that of the appender, and of the fields in InfluxDB but for
 * `LATER_CALL_COLUMNS`. Times are epoch microseconds, lengths of time microseconds.
 */
export const CALL = {
  tenant: column('text'),
  call_id: column('text'),
  started_at: column('micros'),
  answered_at: nullable('micros'),
  ended_at: nullable('micros'),
  last_event_at: column('micros'),
  wait: nullable('micros'),
  duration: nullable('micros'),
  hold: nullable('micros'),
  talk: nullable('micros'),
  after_call_work: nullable('micros'),
  direction: column<'text', CallStarted['direction']>('text'),
  channel: nullable('text'),
  queue: nullable('text'),
  agent: column('text'),
  agent_name: nullable('text'),
  agent_version: nullable('text'),
  outcome: column<'text', Outcome | 'in_progress'>('text'),
  ended_by: nullable<'text', CallEnded['ended_by']>('text'),
  end_reason: nullable('text'),
  provider: nullable('text'),
  language: nullable('text'),
  caller: nullable('caller'),
  caller_masked: nullable('text'),
  country: nullable('text'),
  region: nullable('text'),
  line_type: nullable('text'),
  source: nullable('text'),
  medium: nullable('text'),
  campaign: nullable('text'),
  term: nullable('text'),
  content: nullable('text'),
  tracking_number: nullable('text'),
  landing_page: nullable('text'),
  transferred: column('flag'),
  transferred_to_human: column('flag'),
  success: nullable('flag'),
  /** From -1 to 1. */
  sentiment: nullable('double'),
  summary: nullable('text'),
  topics: column<'json', readonly string[]>('json'),
  errors: column('count'),
  turns: column('count'),
  interruptions: column('count'),
  silence: column('micros'),
  currency: nullable('text'),
  cost: nullable('money'),
  cost_telephony: nullable('money'),
  cost_asr: nullable('money'),
  cost_llm: nullable('money'),
  cost_tts: nullable('money'),
  cost_platform: nullable('money'),
  /** Id of the same call at the telephony provider, such as a Twilio call SID. */
  provider_call_sid: nullable('text'),
  /** Time zone of the caller's number (IANA), where it has but one. */
  caller_timezone: nullable('text'),
  steps: column<'json', StepTimes>('json'),
  /** From 0 to 1: the agent's share of the time in which agent or caller talk, by the sound of a recording. */
  talk_ratio: nullable('double'),
  /** In which both talk, by the sound of a recording. */
  overlap: nullable('micros'),
};

export const CALL_COLUMNS: readonly Column[] = columnsOf(CALL);

/** Columns that came when calls were in InfluxDB already; their fields stand behind all others there. */
export const LATER_CALL_COLUMNS: readonly string[] = [
  'provider_call_sid',
  'caller_timezone',
  'steps',
  'talk_ratio',
  'overlap',
];

/** What only the neighbourhood of a call says: the same caller's call before it, and the next one that the caller made. */
export const HISTORY_COLUMNS: readonly Column[] = columns('micros', 'previous_at next_inbound_at');

/**
 * Where a row stands in the record: its anchor is the time of its point for good, and `change` grows with every
 * replacement, so that what the record lacks is what changed since. Epoch microseconds both. A staged row has a change only if
 * it comes from the record.
 */
export const RECORD_COLUMNS: readonly Column[] = columns('micros', 'anchor change');

/** Set on a row whose events this installation does not have: it came from the record, or they were too old to keep. */
export const EVENTLESS_COLUMN: Column = { name: 'eventless', type: 'flag' };

/** What a turn takes from its call as it is folded. */
const TURN_CALL = { tenant: column('text'), call_id: column('text'), call_started_at: column('micros') };

/** What a fold says of a turn, one exchange of a call; latencies in milliseconds. */
export const TURN = {
  index: column('count'),
  happened_at: column('micros'),
  e2e: nullable('double'),
  asr: nullable('double'),
  llm: nullable('double'),
  tts: nullable('double'),
  endpointing: nullable('double'),
  interrupted: column('flag'),
  silence: nullable('micros'),
};

export const TURN_COLUMNS: readonly Column[] = columnsOf({ ...TURN_CALL, ...TURN });

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

/** What a fold says of a measurement, check or error. */
export const SAMPLE = {
  tenant: column('text'),
  sample_id: column('text'),
  happened_at: column('micros'),
  kind: column<'text', 'sample' | 'check' | 'error'>('text'),
  metric: nullable('text'),
  value: nullable('double'),
  component: nullable('text'),
  status: nullable('text'),
  code: nullable('text'),
  /** JSON object of the tags. */
  tags: nullable('text'),
};

export const SAMPLE_COLUMNS: readonly Column[] = columnsOf(SAMPLE);

/** What a fold says of an appointment. */
export const APPOINTMENT = {
  tenant: column('text'),
  appointment_id: column('text'),
  /** When it was made, as far as is known. */
  created_at: column('micros'),
  starts_at: nullable('micros'),
  /** Last known state; a moved one is scheduled. */
  status: column<'text', 'scheduled' | 'canceled' | 'completed' | 'no_show'>('text'),
  status_at: column('micros'),
  /** How often it was moved. */
  reschedules: column('count'),
  type: nullable('text'),
  price: nullable('money'),
  currency: nullable('text'),
  /** Identity of the person's number, and of the address. */
  caller: nullable('caller'),
  email: nullable('caller'),
  caller_masked: nullable('text'),
  /** Call that a source reported it to belong to. */
  reported_call_id: nullable('text'),
  last_event_at: column('micros'),
};

/** What a fold says of a payment. */
export const PAYMENT = {
  tenant: column('text'),
  payment_id: column('text'),
  /** When the money came; of one that failed, when it failed first. */
  happened_at: column('micros'),
  status: column<'text', 'succeeded' | 'refunded' | 'failed'>('text'),
  /** What came; null as long as nothing did. */
  amount: nullable('money'),
  /** What went back, of all refunds. */
  refunded: column('money'),
  currency: nullable('text'),
  caller: nullable('caller'),
  email: nullable('caller'),
  caller_masked: nullable('text'),
  reported_call_id: nullable('text'),
  reported_appointment_id: nullable('text'),
  /** The sender's own reference, which may be the id of either. */
  reported_reference: nullable('text'),
  last_event_at: column('micros'),
};

/** What a fold says of a marketing contact. */
export const TOUCH = {
  tenant: column('text'),
  touch_id: column('text'),
  happened_at: column('micros'),
  source: column('text'),
  medium: nullable('text'),
  campaign: nullable('text'),
  cost: nullable('money'),
  currency: nullable('text'),
  /** Identity of the person's number, and of the address. */
  caller: nullable('caller'),
  email: nullable('caller'),
};

export const TOUCH_COLUMNS: readonly Column[] = columnsOf(TOUCH);

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
