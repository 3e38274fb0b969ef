import type { RowOf } from '../../storage/tables/column.js';
import type { SAMPLE } from '../../storage/tables/columns.js';
import type { Event } from '../../storage/ledger/event.js';
import { anchorOf } from './anchor.js';

/** A row, and where it stands in the record unless it stands somewhere already; epoch microseconds. */
export type SampleRow = RowOf<typeof SAMPLE> & { readonly anchor: number };

type Measured = Pick<SampleRow, 'kind' | 'metric' | 'value' | 'component' | 'status' | 'code' | 'tags'>;

const NOTHING = { metric: null, value: null, component: null, status: null, code: null, tags: null };

/** @returns undefined for an event that is no measurement */
function measured({ type, data }: Event): Measured | undefined {
  if (type === 'metric.sample') {
    const tags = data.tags === undefined ? null : JSON.stringify(data.tags);
    return { ...NOTHING, kind: 'sample', metric: data.metric, value: data.value, tags };
  }
  if (type === 'system.check') {
    const { component, status, latency_ms: latency = null } = data;
    return { ...NOTHING, kind: 'check', component, status, value: latency };
  }
  if (type === 'system.error') return { ...NOTHING, kind: 'error', component: data.component, code: data.code };
  return undefined;
}

/** @returns undefined for an event that is no measurement */
export function foldSample(tenant: string, event: Event): SampleRow | undefined {
  const facts = measured(event);
  if (facts === undefined) return undefined;
  const id = `${event.source}\u0001${event.id}`;
  return { tenant, sample_id: id, happened_at: event.at, ...facts, anchor: anchorOf(id, event.at) };
}
