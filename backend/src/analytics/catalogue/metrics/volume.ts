import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { aggregateOf } from '../language/aggregate.js';
import { ANSWERED, count, define, SECOND } from './define.js';
import { aggregate, metric, minus, ratio, sum, type Expression } from '../language/expression.js';
import type { Metric } from './metric.js';
import { qualityMetrics } from './quality.js';
import { resolutionMetrics } from './resolution.js';
import { serviceLevelMetrics } from './service-level.js';
import type { MetricSettings } from '../settings.js';

const INBOUND = "direction = 'inbound'";
const GIVEN_UP = `${INBOUND} AND answered_at IS NULL AND ended_by = 'caller'`;

function volumes({ shortAbandonSeconds }: MetricSettings): Metric[] {
  const short = shortAbandonSeconds * SECOND;
  return [
    define('calls.count', 'Calls', 'Calls whose start lies in the range', 'short', 'none', count()),
    define('calls.offered', 'Offered calls', 'Inbound calls', 'short', 'none', count(INBOUND)),
    define('calls.answered', 'Answered calls', 'Calls with an answer', 'short', 'up', count(ANSWERED)),
    define(
      'calls.offered_answered',
      'Offered calls answered',
      'Offered calls with an answer',
      'short',
      'up',
      count(`${INBOUND} AND ${ANSWERED}`),
    ),
    define(
      'calls.answer_rate',
      'Answer rate',
      'Offered calls that were answered',
      'percentunit',
      'up',
      ratio(metric('calls.offered_answered'), metric('calls.offered')),
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
      'calls.answered_wait.sum',
      'Wait until answered, total',
      'Wait of answered calls',
      's',
      'down',
      total('wait'),
    ),
    define(
      'calls.after_call_work.sum',
      'After-call work, total',
      'After-call work of answered calls',
      's',
      'down',
      total('after_call_work'),
    ),
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
      ratio(sum(sum(total('talk'), total('hold')), metric('calls.after_call_work.sum')), metric('calls.answered')),
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
    ...resolutionMetrics(settings),
    ...qualityMetrics(),
    ...costs(),
    ...presence(),
  ];
}
