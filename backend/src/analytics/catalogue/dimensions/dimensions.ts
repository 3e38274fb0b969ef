import { attributeColumn, type AttributeDeclaration } from '../../../storage/tables/attribute.js';
import type { Dataset } from '../language/aggregate.js';
import type { Dimension, DimensionType } from './dimension.js';

type Sql = Dimension['sql'];

const on = (datasets: readonly Dataset[], sql: (local: string) => string): Sql =>
  Object.fromEntries(datasets.map((dataset) => [dataset, sql]));

const CALLS: readonly Dataset[] = ['calls', 'presence'];
const BUSINESS: readonly Dataset[] = ['appointments', 'payments'];
const CALLS_AND_BUSINESS: readonly Dataset[] = [...CALLS, ...BUSINESS];
const CALLS_AND_TURNS: readonly Dataset[] = [...CALLS, 'turns', ...BUSINESS];
const ALL: readonly Dataset[] = [...CALLS_AND_TURNS, 'samples', 'pipeline'];

const column = (
  id: string,
  title: string,
  description: string,
  datasets: readonly Dataset[],
  type: DimensionType = 'string',
): Dimension => ({ id, title, description, type, sql: on(datasets, () => `"${id}"`), isGroupable: true });

const measure = (id: string, title: string, sql: string, datasets: readonly Dataset[] = CALLS): Dimension => ({
  id,
  title,
  description: 'Number for filters',
  type: 'number',
  sql: on(datasets, () => sql),
  isGroupable: false,
});

const CALL_DIMENSIONS: readonly Dimension[] = [
  column('agent', 'Agent', 'Id of the voice agent', CALLS_AND_TURNS),
  column('agent_name', 'Agent name', 'Name of the voice agent', CALLS_AND_TURNS),
  column('agent_version', 'Agent version', 'Version of the voice agent', CALLS_AND_TURNS),
  column('direction', 'Direction', 'inbound or outbound', CALLS_AND_TURNS),
  column('channel', 'Channel', 'Phone, web …', CALLS_AND_TURNS),
  column('queue', 'Queue', 'Queue or line that the call came to', CALLS_AND_TURNS),
  column('outcome', 'Outcome', 'What came of the call; in_progress before its end', CALLS_AND_TURNS),
  column('ended_by', 'Ended by', 'caller, agent or system', CALLS_AND_BUSINESS),
  column('end_reason', 'End reason', 'Reason as the platform gives it', CALLS_AND_TURNS),
  column('provider', 'Provider', 'Voice platform', CALLS_AND_TURNS),
  column('language', 'Language', 'Language of the conversation', CALLS_AND_TURNS),
  column('country', 'Country', "Country of the caller's number (ISO 3166-1)", CALLS_AND_TURNS),
  column('region', 'Region', "State or place that the caller's number belongs to", CALLS_AND_TURNS),
  column('line_type', 'Line type', "Kind of the caller's line, such as mobile", CALLS_AND_TURNS),
  column(
    'caller_timezone',
    'Caller time zone',
    "Time zone of the caller's number, where it has but one",
    CALLS_AND_BUSINESS,
  ),
  column('source', 'Source', 'Marketing source', CALLS_AND_TURNS),
  column('medium', 'Medium', 'Marketing medium', CALLS_AND_TURNS),
  column('campaign', 'Campaign', 'Marketing campaign', CALLS_AND_TURNS),
  column('term', 'Term', 'Search term', CALLS_AND_BUSINESS),
  column('content', 'Content', 'Content of the advertisement', CALLS_AND_BUSINESS),
  column('tracking_number', 'Tracking number', 'Number that was dialled', CALLS_AND_BUSINESS),
  column('landing_page', 'Landing page', 'Page that led to the call', CALLS_AND_BUSINESS),
  column('currency', 'Currency', 'Currency of the cost, the price or the payment', CALLS_AND_BUSINESS),
  column('transferred', 'Transferred', 'Whether the call was handed over', CALLS, 'boolean'),
  column('success', 'Success', 'Whether the analysis found the call successful', CALLS, 'boolean'),
];

const BAND_EDGES = [0, 5, 10, 20, 30, 60, 120];

const WAIT_BANDS = `CASE ${BAND_EDGES.map((from, index) => {
  const to = BAND_EDGES[index + 1];
  return to === undefined
    ? `WHEN wait IS NOT NULL THEN '${from}+ s'`
    : `WHEN wait < ${to * 1e6} THEN '${from}-${to} s'`;
}).join(' ')} END`;

const DERIVED: readonly Dimension[] = [
  {
    id: 'caller_type',
    title: 'Caller',
    description: 'new for the first call ever of a caller, else returning; empty for anonymous callers',
    type: 'string',
    sql: {
      ...on(
        CALLS,
        () => "CASE WHEN caller IS NOT NULL THEN CASE WHEN previous_at IS NULL THEN 'new' ELSE 'returning' END END",
      ),
      ...on(
        ['turns', ...BUSINESS],
        () => "CASE WHEN new_caller IS NOT NULL THEN CASE WHEN new_caller THEN 'new' ELSE 'returning' END END",
      ),
    },
    isGroupable: true,
  },
  {
    id: 'caller',
    title: 'Caller id',
    description: 'Pseudonym of the caller',
    type: 'string',
    sql: {
      ...on(CALLS, () => "replace(caller::VARCHAR, '-', '')"),
      ...on(BUSINESS, () => "replace(call_caller::VARCHAR, '-', '')"),
    },
    isGroupable: true,
  },
  {
    id: 'wait_band',
    title: 'Wait',
    description: 'How long the caller waited, in bands: 0-5 s, 5-10 s … 120 s and more',
    type: 'string',
    sql: on(CALLS, () => WAIT_BANDS),
    isGroupable: true,
  },
  {
    id: 'hour_of_day',
    title: 'Hour of day',
    description: '0 to 23 in the asked time zone',
    type: 'number',
    sql: on(ALL, (local) => `((${local}) // 3_600_000_000) % 24`),
    isGroupable: true,
  },
  {
    id: 'weekday',
    title: 'Weekday',
    description: '1 (Monday) to 7 (Sunday) in the asked time zone',
    type: 'number',
    // 1970-01-01 was a Thursday.
    sql: on(ALL, (local) => `((${local}) // 86_400_000_000 + 3) % 7 + 1`),
    isGroupable: true,
  },
];

const SAMPLE_DIMENSIONS: readonly Dimension[] = [
  column('metric', 'Metric', 'Name of a measured value', ['samples']),
  column('kind', 'Kind', 'sample, check or error', ['samples']),
  column('component', 'Component', 'Component that was checked or failed', ['samples', 'uptime']),
  column('status', 'Status', 'up, degraded or down', ['samples']),
  column('code', 'Code', 'Code of an error', ['samples']),
];

const BUSINESS_DIMENSIONS: readonly Dimension[] = [
  {
    ...column('appointment_status', 'Booking', 'scheduled, canceled, completed or no_show', ['appointments']),
    sql: { appointments: () => 'status' },
  },
  {
    ...column('appointment_type', 'Appointment type', 'What was booked', ['appointments']),
    sql: { appointments: () => 'type' },
  },
  {
    ...column('payment_status', 'Payment', 'succeeded, refunded or failed', ['payments']),
    sql: { payments: () => 'status' },
  },
];

const MEASURES: readonly Dimension[] = [
  measure('duration', 'Duration (s)', 'duration / 1e6'),
  measure('wait', 'Wait (s)', 'wait / 1e6'),
  measure('hold', 'Hold (s)', 'hold / 1e6'),
  measure('talk', 'Talk (s)', 'talk / 1e6'),
  measure('talk_ratio', 'Talk ratio', 'talk_ratio'),
  measure('overlap', 'Overlap (s)', 'overlap / 1e6'),
  measure('sentiment', 'Sentiment', 'sentiment'),
  measure('cost', 'Cost', 'cost / 1e9'),
  measure('errors', 'Errors', 'errors'),
  measure('turns', 'Turns', 'turns'),
  measure('interruptions', 'Interruptions', 'interruptions'),
  measure('latency', 'Turn latency (ms)', 'e2e', ['turns']),
  measure('value', 'Value', '"value"', ['samples']),
];

function attributeDimension({ name, type }: AttributeDeclaration): Dimension {
  const sql = on(CALLS_AND_TURNS, () => `"${attributeColumn(name)}"`);
  return { id: name, title: name, description: 'Custom attribute', type, sql, isGroupable: true };
}

/** All dimensions, those of the configuration included. A custom attribute may not take a name that is there. */
export function dimensionsFor(attributes: readonly AttributeDeclaration[]): ReadonlyMap<string, Dimension> {
  const all = [
    ...CALL_DIMENSIONS,
    ...DERIVED,
    ...SAMPLE_DIMENSIONS,
    ...BUSINESS_DIMENSIONS,
    ...MEASURES,
    ...attributes.map(attributeDimension),
  ];
  return new Map(all.map((dimension) => [dimension.id, dimension]));
}

/** Names that no custom attribute may have. */
export const RESERVED_DIMENSIONS: ReadonlySet<string> = new Set(dimensionsFor([]).keys());
