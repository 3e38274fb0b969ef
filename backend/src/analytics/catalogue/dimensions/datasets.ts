import type { DatasetEntry } from '@callsight/contract/query/catalogue';
import type { Float } from '../language/aggregate.js';

interface Measure {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly sql: string;
  readonly divisor: number;
  readonly isMoney?: true;
  readonly float?: Float;
}

/** A dataset that custom metrics may aggregate, with what can be aggregated in it. */
export interface DatasetDefinition {
  readonly id: 'calls' | 'turns' | 'appointments' | 'payments' | 'samples';
  readonly title: string;
  readonly description: string;
  readonly measures: readonly Measure[];
}

const seconds = (id: string, title: string): Measure => ({ id, title, unit: 's', sql: id, divisor: 1e6 });
const count = (id: string, title: string): Measure => ({ id, title, unit: 'short', sql: id, divisor: 1 });
const money = (id: string, title: string): Measure => ({
  id,
  title,
  unit: 'currency',
  sql: id,
  divisor: 1,
  isMoney: true,
});
const milliseconds = (id: string, title: string, sql = id): Measure => ({
  id,
  title,
  unit: 'ms',
  sql,
  divisor: 1,
  float: 'bounded',
});

export const DATASETS: readonly DatasetDefinition[] = [
  {
    id: 'calls',
    title: 'Calls',
    description: 'One row for each call, in the range that its start lies in',
    measures: [
      seconds('duration', 'Duration'),
      seconds('wait', 'Wait'),
      seconds('hold', 'Hold'),
      seconds('talk', 'Talk'),
      seconds('silence', 'Silence'),
      seconds('overlap', 'Overlap'),
      { id: 'talk_ratio', title: 'Talk ratio', unit: 'percentunit', sql: 'talk_ratio', divisor: 1, float: 'bounded' },
      count('turns', 'Turns'),
      count('interruptions', 'Interruptions'),
      count('errors', 'Errors'),
      { id: 'sentiment', title: 'Sentiment', unit: 'none', sql: 'sentiment', divisor: 1, float: 'bounded' },
      money('cost', 'Cost'),
      { id: 'caller', title: 'Caller', unit: 'short', sql: 'caller', divisor: 1 },
    ],
  },
  {
    id: 'turns',
    title: 'Turns',
    description: 'One row for each turn',
    measures: [
      milliseconds('latency', 'Turn latency', 'e2e'),
      milliseconds('asr', 'Speech recognition'),
      milliseconds('llm', 'Language model'),
      milliseconds('tts', 'Speech synthesis'),
      milliseconds('endpointing', 'Endpointing'),
      seconds('silence', 'Silence'),
    ],
  },
  {
    id: 'appointments',
    title: 'Bookings',
    description: 'One row for each appointment that belongs to a call, in the range that it was made in',
    measures: [
      { id: 'lead_time', title: 'Lead time', unit: 's', sql: 'starts_at - created_at', divisor: 1e6 },
      count('reschedules', 'Moves'),
      money('price', 'Price'),
    ],
  },
  {
    id: 'payments',
    title: 'Payments',
    description: 'One row for each payment that belongs to a call, in the range that its money came in',
    measures: [money('amount', 'Amount'), money('refunded', 'Refunded')],
  },
  {
    id: 'samples',
    title: 'Samples',
    description: 'One row for each metric.sample, system.check or system.error; filter by metric or component',
    measures: [{ id: 'value', title: 'Value', unit: 'short', sql: '"value"', divisor: 1, float: 'any' }],
  },
];

export const datasetEntry = ({ id, title, description, measures }: DatasetDefinition): DatasetEntry => ({
  id,
  title,
  description,
  measures: measures.map(({ id: measure, title: name, unit }) => ({ id: measure, title: name, unit })),
});
