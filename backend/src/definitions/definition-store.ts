import type { Definitions } from '../analytics/catalogue/definitions.js';
import { keys, partsOf, under } from '../storage/kv/keys.js';
import type { Store } from '../storage/kv/store.js';

const KEYS = { metric: ['c', keys.customMetric], funnel: ['f', keys.funnel] } as const;

/**
 * What tenants define lives beside the events that it is computed from: custom metrics, saved funnels.
 * @param onChange called when one was written
 */
export function definitionStore<T extends { readonly id: string }>(
  store: () => Store,
  kind: keyof typeof KEYS,
  onChange: () => void,
): Definitions<T> {
  const [letter, keyOf] = KEYS[kind];
  return {
    async all() {
      const entries = await store().iterator(under(letter)).all();
      return entries.map(([key, value]) => ({ tenant: partsOf(key)[1] ?? '', definition: JSON.parse(value) as T }));
    },
    async put(tenant, definition) {
      await store().put(keyOf(tenant, definition.id), JSON.stringify(definition), { sync: true });
      onChange();
    },
    async remove(tenant, id) {
      await store().del(keyOf(tenant, id), { sync: true });
      onChange();
    },
  };
}
