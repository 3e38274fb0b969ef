import type { MetricSample } from '@callsight/contract/events/business';
import type { Event } from '../../storage/ledger/event.js';
import { anchorOf } from './anchor.js';

/** One measurement, check or error. */
export interface SampleRow {
  readonly tenant: string;
  readonly sample_id: string;
  readonly happened_at: number;
  readonly kind: 'sample' | 'check' | 'error';
  readonly metric: string | null;
  readonly value: number | null;
  readonly component: string | null;
  readonly status: string | null;
  readonly code: string | null;
  /** JSON object of the tags. */
  readonly tags: string | null;
  /** Where it stands in the record, unless it stands somewhere already; epoch microseconds. */
  readonly anchor: number;
}

const KINDS: Readonly<Record<string, SampleRow['kind']>> = {
  'metric.sample': 'sample',
  'system.check': 'check',
  'system.error': 'error',
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** @returns undefined for an event that is no measurement */
export function foldSample(tenant: string, { type, source, id, at, data }: Event): SampleRow | undefined {
  const kind = KINDS[type];
  if (kind === undefined) return undefined;
  const tags = (data as MetricSample).tags;
  const sampleId = `${source}\u0001${id}`;
  return {
    tenant,
    sample_id: sampleId,
    happened_at: at,
    kind,
    metric: text(data['metric']),
    value: number(data['value']) ?? number(data['latency_ms']),
    component: text(data['component']),
    status: text(data['status']),
    code: text(data['code']),
    tags: tags === undefined ? null : JSON.stringify(tags),
    anchor: anchorOf(sampleId, at),
  };
}
