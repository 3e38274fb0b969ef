import type { CustomMetric } from '@callsight/contract/query/custom-metric';
import type { MetricStore } from '../catalogue/custom-metrics.js';
import { keys, partsOf, under } from './keys.js';
import type { Store } from './store.js';

/** Custom metrics live beside the events that they are computed from. @param onChange called when one was written */
export function metricStore(store: () => Store, onChange: () => void): MetricStore {
  return {
    async all() {
      const entries = await store().iterator(under('c')).all();
      return entries.map(([key, value]) => ({
        tenant: partsOf(key)[1] ?? '',
        metric: JSON.parse(value) as CustomMetric,
      }));
    },
    async put(tenant, metric) {
      await store().put(keys.customMetric(tenant, metric.id), JSON.stringify(metric), { sync: true });
      onChange();
    },
    async remove(tenant, id) {
      await store().del(keys.customMetric(tenant, id), { sync: true });
      onChange();
    },
  };
}
