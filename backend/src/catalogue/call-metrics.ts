import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { aggregateOf, countOf } from './aggregate.js';
import { aggregate, metric, minus, ratio, sum, type Expression } from './expression.js';
import type { Metric } from './metric.js';
import { serviceLevelMetrics } from './service-level.js';
import type { MetricSettings } from './settings.js';

const SECOND = 1e6;
const HOUR = 3_600_000_000;

const INBOUND = "direction = 'inbound'";
const ANSWERED = 'answered_at IS NOT NULL';
const GIVEN_UP = `${INBOUND} AND answered_at IS NULL AND ended_by = 'caller'`;

const count = (where?: string): Expression => aggregate(countOf('calls', where));

/** The caller called again within so many hours after this call. */
const calledBackWithin = (hours: number): string =>
  `coalesce(next_inbound_at <= coalesce(ended_at, started_at) + ${hours * HOUR}, false)`;

const define = (
  id: string,
  title: string,
  description: string,
  unit: string,
  good: GoodDirection,
  expression: Expression,
): Metric => ({ id, title, description, unit, good, dataset: 'calls', expression });

function volumes({ shortAbandonSeconds }: MetricSettings): Metric[] {
  const short = shortAbandonSeconds * SECOND;
  return [
    define('calls.count', 'Calls', 'Calls whose start lies in the range', 'short', 'none', count()),
    define('calls.offered', 'Offered calls', 'Inbound calls', 'short', 'none', count(INBOUND)),
    define('calls.answered', 'Answered calls', 'Calls with an answer', 'short', 'up', count(ANSWERED)),
    define(
      'calls.answer_rate',
      'Answer rate',
      'Offered calls that were answered',
      'percentunit',
      'up',
      ratio(count(`${INBOUND} AND ${ANSWERED}`), metric('calls.offered')),
    ),
    define(
      'calls.abandoned',
      'Abandoned calls',
      `Offered calls that the caller ended before an answer, after ${shortAbandonSeconds} s or more`,
      'short',
      'down',
      count(`${GIVEN_UP} AND wait >= ${short}`),
    ),
    define(
      'calls.short_abandoned',
      'Short abandons',
      `Offered calls that the caller ended before an answer, within less than ${shortAbandonSeconds} s`,
      'short',
      'none',
      count(`${GIVEN_UP} AND wait < ${short}`),
    ),
    define(
      'calls.abandonment_rate',
      'Abandonment rate',
      'Abandoned of the offered calls, short abandons left out',
      'percentunit',
      'down',
      ratio(metric('calls.abandoned'), minus(metric('calls.offered'), metric('calls.short_abandoned'))),
    ),
  ];
}

const SPAN_AGGREGATES: readonly (readonly [string, string])[] = [
  ['mean', 'mean'],
  ['p50', 'median'],
  ['p90', '90th percentile'],
  ['p95', '95th percentile'],
  ['max', 'longest'],
  ['sum', 'total'],
];

function spans(column: string, title: string, description: string, good: GoodDirection): Metric[] {
  return SPAN_AGGREGATES.map(([name, words]) =>
    define(
      `calls.${column}.${name}`,
      `${title}, ${words}`,
      description,
      's',
      good,
      aggregate(aggregateOf(name, 'calls', column, { divisor: SECOND })),
    ),
  );
}

function handling(): Metric[] {
  const total = (value: string): Expression =>
    aggregate(aggregateOf('sum', 'calls', value, { divisor: SECOND, where: ANSWERED }));
  return [
    define(
      'calls.asa',
      'Average speed of answer',
      'Mean wait of answered calls',
      's',
      'down',
      aggregate(aggregateOf('mean', 'calls', 'wait', { divisor: SECOND, where: ANSWERED })),
    ),
    ...spans('duration', 'Duration', 'Connected time, from answer to end', 'none'),
    ...spans('wait', 'Wait', 'From start to answer, or to the end of an unanswered call', 'down'),
    ...spans('hold', 'Hold', 'Time on hold in answered calls', 'down'),
    ...spans('talk', 'Talk', 'Duration less hold', 'none'),
    define(
      'calls.aht',
      'Average handle time',
      'Talk, hold and after-call work for each answered call',
      's',
      'down',
      ratio(sum(sum(total('talk'), total('hold')), total('after_call_work')), metric('calls.answered')),
    ),
  ];
}

function resolution({ fcrHours }: MetricSettings): Metric[] {
  return [
    define(
      'calls.transfer_rate',
      'Transfer rate',
      'Answered calls that were handed over to a human',
      'percentunit',
      'down',
      ratio(count(`${ANSWERED} AND transferred_to_human`), metric('calls.answered')),
    ),
    define(
      'calls.containment_rate',
      'Containment rate',
      'Answered calls that were not transferred and whose caller did not call back within 24 h',
      'percentunit',
      'up',
      ratio(count(`${ANSWERED} AND NOT transferred AND NOT ${calledBackWithin(24)}`), metric('calls.answered')),
    ),
    define(
      'calls.fcr_rate',
      'First-call resolution',
      `Successful calls whose caller did not call again within ${fcrHours} h`,
      'percentunit',
      'up',
      ratio(count(`success AND NOT ${calledBackWithin(fcrHours)}`), count('success')),
    ),
    define(
      'calls.repeat_rate',
      'Repeat rate',
      'Calls of a caller who was seen within the 7 days before',
      'percentunit',
      'down',
      ratio(count(`previous_at >= started_at - ${7 * 24 * HOUR}`), metric('calls.count')),
    ),
    define(
      'calls.success_rate',
      'Success rate',
      'Calls analysed as successful of the calls analysed',
      'percentunit',
      'up',
      ratio(count('success'), count('success IS NOT NULL')),
    ),
    define(
      'callers.unique',
      'Callers',
      'Different callers',
      'short',
      'none',
      aggregate(aggregateOf('unique', 'calls', 'caller')),
    ),
    define(
      'callers.new',
      'New callers',
      'Callers whose first call ever lies in the range',
      'short',
      'up',
      aggregate(countOf('calls', 'caller IS NOT NULL AND previous_at IS NULL')),
    ),
    define(
      'callers.returning',
      'Returning callers',
      'Callers who had called before',
      'short',
      'none',
      minus(metric('callers.unique'), metric('callers.new')),
    ),
  ];
}

function quality(): Metric[] {
  const perAnswered = (value: string, divisor: number): Expression =>
    ratio(aggregate(aggregateOf('sum', 'calls', value, { divisor, where: ANSWERED })), metric('calls.answered'));
  return [
    define(
      'calls.sentiment.mean',
      'Sentiment',
      'Mean of -1 to 1 over the calls that have one',
      'none',
      'up',
      aggregate(aggregateOf('mean', 'calls', 'sentiment')),
    ),
    define(
      'calls.error_rate',
      'Error rate',
      'Calls with at least one error',
      'percentunit',
      'down',
      ratio(count('errors > 0'), metric('calls.count')),
    ),
    define(
      'calls.interruptions.mean',
      'Interruptions',
      'Interrupted turns for each answered call',
      'short',
      'down',
      perAnswered('interruptions', 1),
    ),
    define(
      'calls.silence.mean',
      'Silence',
      'Silence for each answered call',
      's',
      'down',
      perAnswered('silence', SECOND),
    ),
  ];
}

const COMPONENTS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['telephony', 'telephony'],
  ['asr', 'speech recognition'],
  ['llm', 'language model'],
  ['tts', 'speech synthesis'],
  ['platform', 'platform'],
];

function costs(): Metric[] {
  return COMPONENTS.flatMap(([component, words]) => {
    const column = component === '' ? 'cost' : `cost_${component}`;
    const prefix = component === '' ? 'calls.cost' : `calls.cost.${component}`;
    const title = component === '' ? 'Cost' : `Cost of ${words}`;
    const amount = (name: string): Expression => aggregate(aggregateOf(name, 'calls', column, { isMoney: true }));
    return [
      define(`${prefix}.sum`, title, 'Total of the calls, by currency', 'currency', 'down', amount('sum')),
      define(
        `${prefix}.mean`,
        `${title} per call`,
        'Mean over the calls that have one, by currency',
        'currency',
        'down',
        amount('mean'),
      ),
    ];
  });
}

function presence(): Metric[] {
  const define1 = (id: string, title: string, description: string, name: string): Metric => ({
    id,
    title,
    description,
    unit: 'short',
    good: 'none',
    dataset: 'presence',
    expression: aggregate({ name, dataset: 'presence', divisor: 1, empty: null }),
  });
  return [
    define1(
      'calls.active',
      'Active calls',
      'Calls started and not ended at the end of the range or bucket, at the latest now',
      'active',
    ),
    define1(
      'calls.concurrency.mean',
      'Concurrency, mean',
      'Mean number of simultaneous calls, exact from their spans',
      'concurrency_mean',
    ),
    define1(
      'calls.concurrency.max',
      'Concurrency, peak',
      'Largest number of simultaneous calls, exact from their spans',
      'concurrency_max',
    ),
  ];
}

/** All metrics of the dataset of calls. */
export function callMetrics(settings: MetricSettings): Metric[] {
  return [
    ...volumes(settings),
    ...serviceLevelMetrics(settings),
    ...handling(),
    ...resolution(settings),
    ...quality(),
    ...costs(),
    ...presence(),
  ];
}
