import { aggregateOf, countOf } from '../language/aggregate.js';
import { aggregate, metric, ratio } from '../language/expression.js';
import type { Metric } from './metric.js';

const STATISTICS: readonly (readonly [string, string])[] = [
  ['sum', 'total'],
  ['p50', 'median'],
  ['p90', '90th percentile'],
  ['p95', '95th percentile'],
  ['p99', '99th percentile'],
  ['mean', 'mean'],
  ['max', 'longest'],
];

/** What the stages leave over; a turn that names no stage at all says nothing about it. */
const UNEXPLAINED =
  'CASE WHEN coalesce(asr, llm, tts, endpointing) IS NOT NULL THEN e2e - coalesce(asr, 0) - coalesce(llm, 0) - coalesce(tts, 0) - coalesce(endpointing, 0) END';

const STAGES: readonly (readonly [string, string, string, string])[] = [
  [
    '',
    'e2e',
    'Turn latency',
    'User stops speaking until the agent starts speaking; all turns of the bucket are pooled',
  ],
  ['asr.', 'asr', 'Speech recognition latency', 'Share of the turn latency spent on speech recognition'],
  ['llm.', 'llm', 'Language model latency', 'Share of the turn latency spent on the language model'],
  ['tts.', 'tts', 'Speech synthesis latency', 'Share of the turn latency spent on speech synthesis'],
  [
    'endpointing.',
    'endpointing',
    'Endpointing latency',
    'Share of the turn latency spent on noticing that the user has finished',
  ],
  ['unexplained.', UNEXPLAINED, 'Unexplained latency', 'Turn latency less the sum of its stages'],
];

function latencies(): Metric[] {
  return STAGES.flatMap(([prefix, value, title, description]) =>
    STATISTICS.map(([name, words]): Metric => ({
      id: `turns.latency.${prefix}${name}`,
      title: `${title}, ${words}`,
      description,
      unit: 'ms',
      good: 'down',
      dataset: 'turns',
      expression: aggregate(aggregateOf(name, 'turns', value, { float: 'bounded' })),
    })),
  );
}

/** All metrics of the dataset of turns. */
export function turnMetrics(): Metric[] {
  return [
    {
      id: 'turns.count',
      title: 'Turns',
      description: 'Exchanges between caller and agent',
      unit: 'short',
      good: 'none',
      dataset: 'turns',
      expression: aggregate(countOf('turns')),
    },
    {
      id: 'turns.interrupted',
      title: 'Interrupted turns, number',
      description: 'Turns in which the caller interrupted the agent',
      unit: 'short',
      good: 'down',
      dataset: 'turns',
      expression: aggregate(countOf('turns', 'interrupted')),
    },
    {
      id: 'turns.with_latency',
      title: 'Turns with a latency',
      description: 'Turns whose latency is known',
      unit: 'short',
      good: 'none',
      dataset: 'turns',
      expression: aggregate(countOf('turns', 'e2e IS NOT NULL')),
    },
    {
      id: 'turns.interrupted_rate',
      title: 'Interrupted turns',
      description: 'Turns in which the caller interrupted the agent',
      unit: 'percentunit',
      good: 'down',
      dataset: 'turns',
      expression: ratio(metric('turns.interrupted'), metric('turns.count')),
    },
    ...latencies(),
  ];
}
