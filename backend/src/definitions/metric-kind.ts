import { CustomMetric, CustomMetricInput } from '@callsight/contract/query/custom-metric';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import type { DefinitionKind } from './definition-kind.js';

/** Told of a metric that no longer fits, such as one whose attribute is gone. */
type OnInvalid = (tenant: string, id: string, reason: string) => void;

interface Dependencies {
  readonly builtIn: Catalogue;
  readonly onInvalid: OnInvalid;
  /** Ids of what watches a metric, such as thresholds. */
  readonly usedBy: (tenant: string, id: string) => readonly string[];
}

/** Custom metrics, and the catalogue that each tenant has: what is built in and what the tenant has defined. */
export function metricKind({ builtIn, onInvalid, usedBy }: Dependencies): {
  readonly kind: DefinitionKind<CustomMetric>;
  readonly catalogueOf: (tenant: string) => Catalogue;
} {
  const catalogues = new Map<string, Catalogue>();
  const catalogue = (tenant: string): Catalogue => catalogues.get(tenant) ?? builtIn;
  const kind: DefinitionKind<CustomMetric> = {
    name: 'metric',
    plural: 'metrics',
    title: 'custom metric',
    schema: CustomMetric,
    input: CustomMetricInput,
    writeScope: 'admin',
    maxPerTenant: 1_000,
    builtIns: [],
    load: (tenant, metrics) => {
      const invalid = new Set<string>();
      const next = builtIn.withAll(metrics, (id, reason) => {
        invalid.add(id);
        onInvalid(tenant, id, reason);
      });
      catalogues.set(tenant, next);
      return invalid;
    },
    checkPut: (tenant, metric) => {
      const next = catalogue(tenant).with(metric);
      return () => catalogues.set(tenant, next);
    },
    checkRemoval: (tenant, id) => {
      const users = usedBy(tenant, id);
      if (users.length > 0)
        throw new QueryError('metric_in_use', `${users.join(', ')} watch ${id}; change them first`, '/id', users);
      const next = catalogue(tenant).without(id);
      return () => catalogues.set(tenant, next);
    },
  };
  return { kind, catalogueOf: catalogue };
}
