import type { Catalogue } from './catalogue.js';
import type { Dimension } from './dimensions/dimension.js';
import { aggregatesOf, type Expression } from './language/expression.js';

/** Rows that a KPI series is counted from. */
export const KPI_DATASETS = ['calls', 'turns', 'samples', 'appointments', 'payments'] as const;
export type KpiDataset = (typeof KPI_DATASETS)[number];

interface GrainDeclaration {
  readonly id: string;
  readonly title: string;
  readonly dataset: KpiDataset;
  /** At most three; each becomes a tag. */
  readonly dimensions: readonly string[];
  /** Counts and sums only: what may be added up over time and over the other tags. Each becomes a field. */
  readonly metrics: readonly string[];
}

const CALLS = [
  'calls.count',
  'calls.offered',
  'calls.answered',
  'calls.offered_answered',
  'calls.answered_in_time',
  'calls.abandoned',
  'calls.abandoned_in_time',
  'calls.short_abandoned',
  'calls.transferred',
  'calls.contained',
  'calls.successful',
  'calls.analyzed',
  'calls.resolved_first',
  'calls.repeated',
  'calls.with_errors',
  'calls.duration.sum',
  'calls.wait.sum',
  'calls.answered_wait.sum',
  'calls.hold.sum',
  'calls.talk.sum',
  'calls.after_call_work.sum',
  'calls.interruptions.sum',
  'calls.silence.sum',
  'calls.sentiment.sum',
  'calls.with_sentiment',
  'callers.new',
  'bookings.claimed',
  'bookings.calls',
] as const;

const COSTS = ['', '.telephony', '.asr', '.llm', '.tts', '.platform'].map((part) => `calls.cost${part}.sum`);

/**
 * The grains of the KPI series: which dimensions they are cut by, and what is counted in them. Every number is a metric of
 * the catalogue; the ratios of the catalogue are quotients of these.
 */
const KPI_GRAINS: readonly GrainDeclaration[] = [
  {
    id: 'agent',
    title: 'Calls by agent, outcome and direction',
    dataset: 'calls',
    dimensions: ['agent', 'outcome', 'direction'],
    metrics: CALLS,
  },
  {
    id: 'campaign',
    title: 'Calls by source, medium and campaign',
    dataset: 'calls',
    dimensions: ['source', 'medium', 'campaign'],
    metrics: CALLS,
  },
  {
    id: 'queue',
    title: 'Calls by queue, channel and direction',
    dataset: 'calls',
    dimensions: ['queue', 'channel', 'direction'],
    metrics: CALLS,
  },
  {
    id: 'cost',
    title: 'Cost by agent, provider and currency; currencies are never added',
    dataset: 'calls',
    dimensions: ['agent', 'provider', 'currency'],
    metrics: ['calls.count', ...COSTS],
  },
  {
    id: 'turn',
    title: 'Turns by agent, version and provider',
    dataset: 'turns',
    dimensions: ['agent', 'agent_version', 'provider'],
    metrics: [
      'turns.count',
      'turns.interrupted',
      'turns.with_latency',
      ...['', 'asr.', 'llm.', 'tts.', 'endpointing.'].map((stage) => `turns.latency.${stage}sum`),
    ],
  },
  {
    id: 'booking',
    title: 'Bookings by agent, source and state',
    dataset: 'appointments',
    dimensions: ['agent', 'source', 'appointment_status'],
    metrics: [
      'bookings.confirmed',
      'bookings.kept',
      'bookings.canceled',
      'bookings.rescheduled',
      'bookings.no_show',
      'bookings.reschedules',
      'bookings.lead_time.sum',
    ],
  },
  {
    id: 'revenue',
    title: 'Payments by agent, source and currency; currencies are never added',
    dataset: 'payments',
    dimensions: ['agent', 'source', 'currency'],
    metrics: ['payments.succeeded', 'payments.failed', 'revenue.sum', 'revenue.refunded'],
  },
  {
    id: 'component',
    title: 'Checks, errors and samples by component, kind and status',
    dataset: 'samples',
    dimensions: ['component', 'kind', 'status'],
    metrics: ['samples.count', 'samples.value.sum'],
  },
];

/** A number of a KPI series. */
export interface KpiField {
  /** Name of the field: the id of the metric, with `_` for each dot. */
  readonly name: string;
  readonly formula: Expression;
  /** Whole numbers are written as integers. */
  readonly isCount: boolean;
}

export interface KpiGrain {
  readonly id: string;
  readonly dataset: KpiDataset;
  readonly dimensions: readonly Dimension[];
  readonly fields: readonly KpiField[];
}

/** @throws for a metric that cannot be added up, which would make a series that is wrong */
function fieldOf(id: string, catalogue: Catalogue): KpiField {
  const formula = catalogue.formula(id);
  const aggregates = aggregatesOf(formula);
  const isCount = aggregates.every(({ name }) => name === 'count');
  if (formula.kind !== 'aggregate' || !aggregates.every(({ name }) => name === 'count' || name === 'sum'))
    throw new Error(`${id} is neither a count nor a sum and cannot be a KPI series`);
  return { name: id.replaceAll('.', '_'), formula, isCount };
}

/** The grains with their SQL, as the settings of this installation define the metrics. */
export function kpiGrains(catalogue: Catalogue): KpiGrain[] {
  return KPI_GRAINS.map(({ id, dataset, dimensions, metrics }) => ({
    id,
    dataset,
    dimensions: dimensions.map((name) => {
      const dimension = catalogue.dimensions.get(name);
      if (dimension?.sql[dataset] === undefined) throw new Error(`${dataset} have no dimension ${name}`);
      return dimension;
    }),
    fields: metrics.map((metric) => fieldOf(metric, catalogue)),
  }));
}
