import type { Catalogue as CatalogueAnswer, MetricEntry } from '@callsight/contract/query/catalogue';
import type { CustomMetric } from '@callsight/contract/query/custom-metric';
import type { Dataset } from './language/aggregate.js';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import { bookingMetrics } from './metrics/bookings.js';
import { abandonmentMetrics } from './metrics/abandonment.js';
import { costMetrics } from './metrics/cost.js';
import { handlingMetrics } from './metrics/handling.js';
import { presenceMetrics } from './metrics/presence.js';
import { qualityMetrics } from './metrics/quality.js';
import { resolutionMetrics } from './metrics/resolution.js';
import { serviceLevelMetrics } from './metrics/service-level.js';
import { volumeMetrics } from './metrics/volume.js';
import { customMetric } from './language/custom-metric.js';
import { DATASETS, datasetEntry } from './dimensions/datasets.js';
import type { Dimension } from './dimensions/dimension.js';
import { dimensionsFor } from './dimensions/dimensions.js';
import { aggregatesOf, describe, resolve, type Expression } from './language/expression.js';
import type { Metric } from './metrics/metric.js';
import { healthMetrics } from './metrics/health.js';
import { QueryError, unknownId } from './language/query-error.js';
import type { MetricSettings } from './settings.js';
import { FUNNEL_STEPS } from './funnels/steps.js';
import { pipelineMetrics } from './metrics/pipeline.js';
import { sampleMetrics } from './metrics/samples.js';
import { turnMetrics } from './metrics/turns.js';

/** Longest chain of custom metrics that build on each other. */
const MAX_DEPTH = 20;

/** Most numbers, aggregates and operators that a formula may have once all metrics in it are replaced by their own. */
const MAX_FORMULA_SIZE = 1_000;

/** Every definition there is: what is built in, and what a tenant added. Immutable; a change makes a new one. */
export class Catalogue {
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly #metrics: ReadonlyMap<string, Metric>;
  #described: CatalogueAnswer | undefined;

  private constructor(dimensions: ReadonlyMap<string, Dimension>, metrics: ReadonlyMap<string, Metric>) {
    this.dimensions = dimensions;
    this.#metrics = metrics;
  }

  static builtIn(settings: MetricSettings, attributes: readonly AttributeDeclaration[]): Catalogue {
    const metrics = [
      ...volumeMetrics(),
      ...abandonmentMetrics(settings),
      ...serviceLevelMetrics(settings),
      ...handlingMetrics(),
      ...resolutionMetrics(settings),
      ...qualityMetrics(),
      ...costMetrics(),
      ...presenceMetrics(),
      ...bookingMetrics(settings),
      ...turnMetrics(),
      ...sampleMetrics(),
      ...healthMetrics(settings),
      ...pipelineMetrics(),
    ];
    return new Catalogue(dimensionsFor(attributes), new Map(metrics.map((metric) => [metric.id, metric])));
  }

  /** This catalogue with a custom metric added or replaced, after its formula has been checked down to the aggregates. */
  with(input: CustomMetric): Catalogue {
    const metric = this.#custom(input);
    const next = new Catalogue(this.dimensions, new Map([...this.#metrics, [metric.id, metric]]));
    for (const id of next.#dependents(metric.id)) next.formula(id);
    return next;
  }

  /**
   * This catalogue with custom metrics, which may build on each other in any order.
   * @param onInvalid told of each metric that does not fit, such as one whose attribute is gone; it is left out
   */
  withAll(inputs: readonly CustomMetric[], onInvalid: (id: string, reason: string) => void): Catalogue {
    const metrics = new Map(this.#metrics);
    const next = new Catalogue(this.dimensions, metrics);
    const leftOut = (id: string, check: () => void): boolean => {
      try {
        check();
        return false;
      } catch (error) {
        onInvalid(id, error instanceof Error ? error.message : String(error));
        return true;
      }
    };
    let added = inputs.filter((input) => !leftOut(input.id, () => metrics.set(input.id, this.#custom(input))));
    // A metric that builds on one that was left out does not fit, either.
    for (let before = -1; before !== added.length;) {
      before = added.length;
      const wrong = new Set(added.filter(({ id }) => leftOut(id, () => next.formula(id))).map(({ id }) => id));
      for (const id of wrong) metrics.delete(id);
      added = added.filter(({ id }) => !wrong.has(id));
    }
    return next;
  }

  /** This catalogue without a custom metric that nothing else builds on. */
  without(id: string): Catalogue {
    const dependents = this.#dependents(id).filter((other) => other !== id);
    if (dependents.length > 0) {
      throw new QueryError(
        'metric_in_use',
        `${dependents.join(', ')} build on ${id}; change them first`,
        '/id',
        dependents,
      );
    }
    return new Catalogue(this.dimensions, new Map([...this.#metrics].filter(([key]) => key !== id)));
  }

  metric(id: string, path = '/metrics'): Metric {
    const metric = this.#metrics.get(id);
    if (metric === undefined) throw unknownId('unknown_metric', 'metric', id, this.#metrics.keys(), path);
    return metric;
  }

  /**
   * The formula of a metric, with every metric in it replaced by its own formula.
   * @throws QueryError when it builds on itself, or grows beyond its limit
   */
  formula(id: string, path = '/formula'): Expression {
    const chain: string[] = [];
    let size = 0;
    const count = (): void => {
      size += 1;
      if (size > MAX_FORMULA_SIZE) {
        throw new QueryError(
          'formula_too_large',
          `${id} has more than ${MAX_FORMULA_SIZE} numbers, aggregates and operators once the metrics in it are replaced by their formulas; build on fewer or simpler metrics`,
          path,
        );
      }
    };
    const open = (inner: string): Expression => {
      const { expression } = this.metric(inner, path);
      if (chain.includes(inner) || chain.length > MAX_DEPTH) {
        throw new QueryError(
          'circular_metric',
          `${[...chain, inner].join(' → ')}: a metric cannot build on itself`,
          path,
        );
      }
      chain.push(inner);
      const resolved = resolve(expression, open, count);
      chain.pop();
      return resolved;
    };
    return open(id);
  }

  /** Datasets that the formula of a metric reaches. */
  datasetsOf(id: string): string[] {
    return datasetsIn(this.formula(id));
  }

  /** What `GET /v1/catalogue` answers. */
  describe(): CatalogueAnswer {
    this.#described ??= this.#describe();
    return this.#described;
  }

  #describe(): CatalogueAnswer {
    return {
      metrics: [...this.#metrics.values()].map((metric) => metricEntry(metric, this.formula(metric.id))),
      dimensions: [...this.dimensions.values()].map(({ id, title, description, type, sql, isGroupable }) => ({
        id,
        title,
        description,
        type,
        datasets: Object.keys(sql).filter((dataset) => dataset !== 'presence'),
        groupable: isGroupable,
      })),
      steps: FUNNEL_STEPS.map(({ id, title }) => ({ id, title })),
      datasets: DATASETS.map(datasetEntry),
    };
  }

  #custom(input: CustomMetric): Metric {
    const existing = this.#metrics.get(input.id);
    if (existing !== undefined && existing.custom === undefined)
      throw new QueryError('metric_exists', `${input.id} is built in; choose another id`, '/id');
    return customMetric(input, this.dimensions);
  }

  /** Custom metrics whose formula leads to this one, itself included. */
  #dependents(id: string): string[] {
    const found = new Set([id]);
    for (let before = 0; before !== found.size;) {
      before = found.size;
      for (const { id: other, expression } of this.#metrics.values()) {
        if (mentions(expression, found)) found.add(other);
      }
    }
    return [...found];
  }
}

function mentions(expression: Expression, ids: ReadonlySet<string>): boolean {
  if (expression.kind === 'metric') return ids.has(expression.id);
  return expression.kind === 'binary' && (mentions(expression.left, ids) || mentions(expression.right, ids));
}

/** Presence is of calls. */
const nameOf = (dataset: Dataset): string => (dataset === 'presence' ? 'calls' : dataset);

const datasetsIn = (formula: Expression): string[] => [
  ...new Set(aggregatesOf(formula).map(({ dataset }) => nameOf(dataset))),
];

const metricEntry = (
  { id, title, description, unit, good, dataset, expression, custom }: Metric,
  formula: Expression,
): MetricEntry => ({
  id,
  title,
  description,
  unit,
  good,
  dataset: nameOf(dataset),
  datasets: datasetsIn(formula),
  formula: describe(expression),
  custom: custom !== undefined,
});
