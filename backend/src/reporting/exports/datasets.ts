import type { ExportDataset } from '@callsight/contract/exports';
import { attributeColumn, type AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { CellType, ExportColumn } from '../formats/column.js';

/** A column of a dataset. */
export interface DatasetColumn extends ExportColumn {
  /** SQL over one row of the table. */
  readonly sql: string;
  /** As the documentation has it. */
  readonly description: string;
}

/** A dataset that can be exported row by row. */
export interface ExportedDataset {
  readonly id: ExportDataset;
  readonly title: string;
  readonly description: string;
  /** Column of the time that rows are chosen and ordered by. */
  readonly time: string;
  /** What orders rows of the same time. */
  readonly order: string;
  readonly columns: readonly DatasetColumn[];
}

const column = (
  name: string,
  title: string,
  type: CellType,
  description: string,
  sql = `"${name}"`,
): DatasetColumn => ({
  name,
  title,
  type,
  description,
  sql,
});

const time = (name: string, title: string, description: string): DatasetColumn =>
  column(name, title, 'time', description);
const text = (name: string, title: string, description: string, sql?: string): DatasetColumn =>
  column(name, title, 'text', description, sql);
const length = (name: string, title: string, description: string): DatasetColumn =>
  column(name, title, 'length', description);
const count = (name: string, title: string, description: string): DatasetColumn =>
  column(name, title, 'count', description);
const flag = (name: string, title: string, description: string): DatasetColumn =>
  column(name, title, 'flag', description);
const money = (name: string, title: string, description: string): DatasetColumn =>
  column(name, title, 'money', description);
const latency = (name: string, title: string, description: string, sql?: string): DatasetColumn =>
  column(name, title, 'milliseconds', description, sql);

/** A pseudonym as the dimension `caller` has it. */
const pseudonym = (name: string, title: string, description: string, source = name): DatasetColumn =>
  text(name, title, description, `replace("${source}"::VARCHAR, '-', '')`);

const CURRENCY = text('currency', 'Currency', 'ISO 4217; of all amounts of the row');

/** What turns, appointments and payments take over from their call. */
const OF_CALL: readonly DatasetColumn[] = [
  text('direction', 'Direction', 'inbound or outbound'),
  text('queue', 'Queue', 'Queue or line that the call came to'),
  text('channel', 'Channel', 'Phone, web …'),
  text('agent', 'Agent', 'Id of the voice agent'),
  text('agent_name', 'Agent name', 'Name of the voice agent'),
  text('agent_version', 'Agent version', 'Version of the voice agent'),
  text('outcome', 'Outcome', 'What came of the call'),
  text('end_reason', 'End reason', 'Reason as the platform gives it'),
  text('provider', 'Provider', 'Voice platform'),
  text('language', 'Language', 'Language of the conversation'),
  text('country', 'Country', "Country of the caller's number (ISO 3166-1)"),
  text('region', 'Region', "State or place that the caller's number belongs to"),
  text('line_type', 'Line type', "Kind of the caller's line, such as mobile"),
  text('source', 'Source', 'Marketing source'),
  text('medium', 'Medium', 'Marketing medium'),
  text('campaign', 'Campaign', 'Marketing campaign'),
];

const CALLS: readonly DatasetColumn[] = [
  time('started_at', 'Started', 'When the call began'),
  text('call_id', 'Call', 'Id of the call'),
  text('direction', 'Direction', 'inbound or outbound'),
  text('outcome', 'Outcome', 'What came of the call; in_progress before its end'),
  text('agent', 'Agent', 'Id of the voice agent'),
  text('agent_name', 'Agent name', 'Name of the voice agent'),
  text('agent_version', 'Agent version', 'Version of the voice agent'),
  text('caller_masked', 'Caller', 'Number or address of the caller, masked'),
  text('country', 'Country', "Country of the caller's number (ISO 3166-1)"),
  text('language', 'Language', 'Language of the conversation'),
  text('queue', 'Queue', 'Queue or line that the call came to'),
  text('channel', 'Channel', 'Phone, web …'),
  time('answered_at', 'Answered', 'When it was answered'),
  time('ended_at', 'Ended', 'When it ended'),
  length('wait', 'Wait', 'Begin to answer, or to the end if it was not answered'),
  length('duration', 'Duration', 'Answer to end'),
  length('hold', 'Hold', 'Time on hold'),
  length('talk', 'Talk', 'Duration without hold'),
  column('talk_ratio', 'Talk ratio', 'number', "Agent's share of the talk in the recording, 0 to 1"),
  length('overlap', 'Overlap', 'Time in which both talk in the recording'),
  text('ended_by', 'Ended by', 'caller, agent or system'),
  text('end_reason', 'End reason', 'Reason as the platform gives it'),
  flag('transferred', 'Transferred', 'Whether it was handed over'),
  flag('success', 'Success', 'Whether the analysis found it successful'),
  column('sentiment', 'Sentiment', 'number', 'From -1 to 1'),
  count('turns', 'Turns', 'Exchanges of the conversation'),
  count('interruptions', 'Interruptions', 'Times that the caller interrupted'),
  count('errors', 'Errors', 'Errors that were reported'),
  money('cost', 'Cost', 'Cost of the call'),
  CURRENCY,
  text('provider', 'Provider', 'Voice platform'),
  text('source', 'Source', 'Marketing source'),
  text('medium', 'Medium', 'Marketing medium'),
  text('campaign', 'Campaign', 'Marketing campaign'),
  text('summary', 'Summary', 'Summary by the analysis'),
  pseudonym('caller', 'Caller id', 'Pseudonym of the caller'),
  text(
    'caller_type',
    'Caller type',
    'new for the first call ever of a caller, else returning',
    "CASE WHEN caller IS NOT NULL THEN CASE WHEN previous_at IS NULL THEN 'new' ELSE 'returning' END END",
  ),
  text('region', 'Region', "State or place that the caller's number belongs to"),
  text('line_type', 'Line type', "Kind of the caller's line, such as mobile"),
  text('caller_timezone', 'Caller time zone', "Time zone of the caller's number, where it has but one"),
  text('provider_call_sid', 'Carrier call', 'Id of the call at its carrier'),
  flag('transferred_to_human', 'Transferred to a human', 'Whether it was handed over to a human'),
  length('after_call_work', 'After-call work', 'Work after the call'),
  length('silence', 'Silence', 'Silence in the turns, or else in the recording'),
  money('cost_telephony', 'Cost of telephony', 'Part of the cost'),
  money('cost_asr', 'Cost of speech recognition', 'Part of the cost'),
  money('cost_llm', 'Cost of the language model', 'Part of the cost'),
  money('cost_tts', 'Cost of speech synthesis', 'Part of the cost'),
  money('cost_platform', 'Cost of the platform', 'Part of the cost'),
  text('term', 'Term', 'Search term'),
  text('content', 'Content', 'Content of the advertisement'),
  text('tracking_number', 'Tracking number', 'Number that was dialled'),
  text('landing_page', 'Landing page', 'Page that led to the call'),
  text('topics', 'Topics', 'JSON list of topics by the analysis'),
  time('booked_at', 'Booked', 'When a booking was confirmed first'),
  time('paid_at', 'Paid', 'When a payment came first'),
  time('kept_at', 'Kept', 'When an appointment was kept first'),
];

const TURNS: readonly DatasetColumn[] = [
  time('happened_at', 'Time', 'When the turn was'),
  text('call_id', 'Call', 'Id of the call'),
  count('index', 'Turn', 'Number of the turn in its call'),
  latency('latency', 'Latency', 'From the end of the caller’s speech to the begin of the agent’s', 'e2e'),
  latency('asr', 'Speech recognition', 'Part of the latency'),
  latency('llm', 'Language model', 'Part of the latency'),
  latency('tts', 'Speech synthesis', 'Part of the latency'),
  latency('endpointing', 'Endpointing', 'Part of the latency'),
  flag('interrupted', 'Interrupted', 'Whether the caller interrupted'),
  length('silence', 'Silence', 'Silence before the turn'),
  time('call_started_at', 'Call started', 'When the call began'),
  ...OF_CALL,
];

const LINK: readonly DatasetColumn[] = [
  text('call_id', 'Call', 'Call that it belongs to'),
  text('link', 'Linked by', 'call_id, appointment_id, caller or email'),
  time('call_started_at', 'Call started', 'When that call began'),
];

const MASKED = text('caller_masked', 'Caller', 'Number or address of the person, masked');

const APPOINTMENTS: readonly DatasetColumn[] = [
  time('created_at', 'Made', 'When it was made'),
  text('appointment_id', 'Appointment', 'Id of the appointment'),
  text('status', 'Status', 'scheduled, canceled, completed or no_show'),
  time('status_at', 'Status since', 'When the status was reported'),
  time('starts_at', 'Starts', 'When the appointment begins'),
  text('type', 'Type', 'What was booked'),
  count('reschedules', 'Moves', 'How often it was moved'),
  money('price', 'Price', 'Price of the appointment'),
  CURRENCY,
  MASKED,
  pseudonym('caller', 'Caller id', 'Pseudonym of the person'),
  ...LINK,
  ...OF_CALL,
];

const PAYMENTS: readonly DatasetColumn[] = [
  time('happened_at', 'Time', 'When the money came, or the payment failed'),
  text('payment_id', 'Payment', 'Id of the payment'),
  text('status', 'Status', 'succeeded, refunded or failed'),
  money('amount', 'Amount', 'What came'),
  money('refunded', 'Refunded', 'What went back'),
  CURRENCY,
  text('appointment_id', 'Appointment', 'Appointment that it belongs to'),
  MASKED,
  pseudonym('caller', 'Caller id', 'Pseudonym of the person'),
  ...LINK,
  ...OF_CALL,
];

const TOUCHES: readonly DatasetColumn[] = [
  time('happened_at', 'Time', 'When the contact was'),
  text('touch_id', 'Touch', 'Id of the contact'),
  text('source', 'Source', 'Marketing source'),
  text('medium', 'Medium', 'Marketing medium'),
  text('campaign', 'Campaign', 'Marketing campaign'),
  money('cost', 'Cost', 'Cost of the contact'),
  CURRENCY,
  pseudonym('caller', 'Caller id', 'Pseudonym of the person'),
];

const SAMPLES: readonly DatasetColumn[] = [
  time('happened_at', 'Time', 'When it was measured'),
  text('sample_id', 'Sample', 'Id of the sample'),
  text('kind', 'Kind', 'sample, check or error'),
  text('metric', 'Metric', 'Name of the measured value'),
  column('value', 'Value', 'number', 'The measured value; of a check the latency in milliseconds'),
  text('component', 'Component', 'Component that was checked or failed'),
  text('status', 'Status', 'up, degraded or down'),
  text('code', 'Code', 'Code of an error'),
  text('tags', 'Tags', 'JSON object of the tags'),
];

const ATTRIBUTE_TYPES: Readonly<Record<AttributeDeclaration['type'], CellType>> = {
  string: 'text',
  number: 'number',
  boolean: 'flag',
};

const attributesOf = (attributes: readonly AttributeDeclaration[]): DatasetColumn[] =>
  attributes.map(({ name, type }) =>
    column(name, name, ATTRIBUTE_TYPES[type], 'Custom attribute', `"${attributeColumn(name)}"`),
  );

/** Columns of a list of calls, as `POST /v1/query` answers it. */
export const LISTED_CALLS: readonly DatasetColumn[] = CALLS.slice(
  0,
  CALLS.findIndex(({ name }) => name === 'summary') + 1,
);

/** All datasets, those attributes included that the configuration declares. */
export function exportedDatasets(attributes: readonly AttributeDeclaration[]): readonly ExportedDataset[] {
  const custom = attributesOf(attributes);
  return [
    {
      id: 'calls',
      title: 'Calls',
      description: 'One row for each call, in the range that its start lies in.',
      time: 'started_at',
      order: 'call_id',
      columns: [...CALLS, ...custom],
    },
    {
      id: 'turns',
      title: 'Turns',
      description: 'One row for each turn of a call.',
      time: 'happened_at',
      order: 'call_id, "index"',
      columns: [...TURNS, ...custom],
    },
    {
      id: 'appointments',
      title: 'Appointments',
      description: 'One row for each appointment that belongs to a call, in the range that it was made in.',
      time: 'created_at',
      order: 'appointment_id',
      columns: [...APPOINTMENTS, ...custom],
    },
    {
      id: 'payments',
      title: 'Payments',
      description: 'One row for each payment that belongs to a call, in the range that its money came in.',
      time: 'happened_at',
      order: 'payment_id',
      columns: [...PAYMENTS, ...custom],
    },
    {
      id: 'touches',
      title: 'Touches',
      description: 'One row for each marketing contact.',
      time: 'happened_at',
      order: 'touch_id',
      columns: TOUCHES,
    },
    {
      id: 'samples',
      title: 'Samples',
      description: 'One row for each metric.sample, system.check or system.error.',
      time: 'happened_at',
      order: 'sample_id',
      columns: SAMPLES,
    },
  ];
}
