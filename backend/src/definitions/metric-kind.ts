import { CustomMetric, CustomMetricInput } from '@callsight/contract/query/custom-metric';
import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import type { DefinitionKind } from './definition-kind.js';

/** Told of a metric that no longer fits, such as one whose attribute is gone. */
type OnInvalid = (tenant: string, id: string, reason: string) => void;

/** Custom metrics: each tenant has a catalogue of what is built in and what the tenant has defined. */
export function metricKind(builtIn: Catalogue, onInvalid: OnInvalid): DefinitionKind<CustomMetric> {
  const catalogues = new Map<string, Catalogue>();
  const catalogue = (tenant: string): Catalogue => catalogues.get(tenant) ?? builtIn;
  return {
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
      const next = catalogue(tenant).without(id);
      return () => catalogues.set(tenant, next);
    },
  };
}
