import type { CustomMetric, CustomMetricInput, MetricAggregation } from '@callsight/contract/query/custom-metric';
import { AGGREGATIONS } from '@callsight/contract/query/custom-metric';
import { aggregateOf, type Aggregate } from './aggregate.js';
import { DATASETS, type DatasetDefinition } from '../dimensions/datasets.js';
import type { Dimension } from '../dimensions/dimension.js';
import { aggregate, type Expression } from './expression.js';
import { resolveFilter } from './filter.js';
import { parseFormula } from './formula.js';
import type { Metric } from '../metrics/metric.js';
import { QueryError, unknownId } from './query-error.js';

type Dimensions = ReadonlyMap<string, Dimension>;

function datasetOf(id: string): DatasetDefinition {
  const dataset = DATASETS.find((candidate) => candidate.id === id);
  if (dataset === undefined)
    throw unknownId(
      'unknown_dataset',
      'dataset',
      id,
      DATASETS.map((known) => known.id),
      '/aggregate/dataset',
    );
  return dataset;
}

function measuredValue({ aggregation, measure }: MetricAggregation, { measures, id }: DatasetDefinition) {
  if (aggregation === 'count') {
    if (measure === undefined) return undefined;
    throw new QueryError('invalid_metric', 'count counts rows and takes no measure', '/aggregate/measure');
  }
  const ids = measures.map((known) => known.id);
  if (measure === undefined) {
    throw new QueryError(
      'invalid_metric',
      `${aggregation} needs a measure of ${id}: ${ids.join(', ')}`,
      '/aggregate/measure',
      ids,
    );
  }
  const found = measures.find((known) => known.id === measure);
  if (found === undefined) throw unknownId('unknown_measure', `measure in ${id}`, measure, ids, '/aggregate/measure');
  if (found.id === 'caller' && aggregation !== 'unique') {
    throw new QueryError('invalid_metric', 'callers can only be counted: use unique', '/aggregate/aggregation');
  }
  return found;
}

function checkAggregation(name: string): void {
  if (!AGGREGATIONS.some((known) => known === name)) {
    throw unknownId('unknown_aggregation', 'aggregation', name, AGGREGATIONS, '/aggregate/aggregation');
  }
}

type MeasureOptions = Parameters<typeof aggregateOf>[3];

/** A count of rows or of different values has no unit; every other aggregate has that of its measure. */
function measureOptions(measure: ReturnType<typeof measuredValue>, isCount: boolean): NonNullable<MeasureOptions> {
  if (isCount || measure === undefined) return {};
  return {
    divisor: measure.divisor,
    ...(measure.isMoney ? { isMoney: true } : {}),
    ...(measure.float === undefined ? {} : { float: measure.float }),
  };
}

function aggregateFor(
  input: MetricAggregation,
  dimensions: Dimensions,
): { aggregate: Aggregate; dataset: DatasetDefinition; unit: string } {
  const dataset = datasetOf(input.dataset);
  checkAggregation(input.aggregation);
  const measure = measuredValue(input, dataset);
  const filters = (input.filters ?? []).map((filter, index) =>
    resolveFilter(filter, dimensions, [dataset.id], `/aggregate/filters/${index}`),
  );
  const isCount = input.aggregation === 'count' || input.aggregation === 'unique';
  return {
    dataset,
    unit: isCount ? 'short' : (measure?.unit ?? 'short'),
    aggregate: aggregateOf(input.aggregation, dataset.id, measure?.sql, {
      ...measureOptions(measure, isCount),
      ...(filters.length > 0 ? { filters } : {}),
    }),
  };
}

function expressionOf(
  input: CustomMetricInput,
  dimensions: Dimensions,
): Pick<Metric, 'expression' | 'dataset' | 'unit'> {
  if ((input.formula === undefined) === (input.aggregate === undefined)) {
    throw new QueryError('invalid_metric', 'a metric has either a formula or an aggregate', '/formula');
  }
  if (input.aggregate === undefined)
    return { expression: parseFormula(input.formula ?? ''), dataset: 'calls', unit: 'none' };
  const { aggregate: of, dataset, unit } = aggregateFor(input.aggregate, dimensions);
  const expression: Expression = aggregate(of);
  return { expression, dataset: dataset.id, unit };
}

/** Makes a metric of what a user wrote. Ids in a formula are checked by the catalogue, which knows them. */
export function customMetric(input: CustomMetric, dimensions: Dimensions): Metric {
  const { expression, dataset, unit } = expressionOf(input, dimensions);
  return {
    id: input.id,
    title: input.title,
    description: input.description ?? '',
    unit: input.unit ?? unit,
    good: input.good ?? 'none',
    dataset,
    expression,
    custom: { version: input.version },
  };
}
