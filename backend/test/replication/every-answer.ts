import type { FrameValue } from '@callsight/contract/query/answer';
import type { TenantClient } from '../support/service/tenant-client.js';

const STEPS = [
  'call.started',
  'call.answered',
  'intent.booking',
  'slot.offered',
  'booking.confirmed',
  'payment.succeeded',
];

/** What is asked of journeys and touches. */
const JOURNEYS: readonly object[] = [
  { funnel: { breakdown: 'agent', histogram: true } },
  { funnel: { steps: STEPS, unit: 'caller', window: '2d' } },
  { funnel: { steps: STEPS.slice(2), interval: '1d' } },
  { funnel: { steps: STEPS, order: 'strict' } },
  { funnel: { steps: STEPS, order: 'strict', unit: 'caller' } },
  { funnel: { steps: STEPS, order: 'any', unit: 'caller' } },
  { funnel: { id: 'appointment', exclusions: [{ step: 'a/b~"c"' }] } },
  { abandonment: { groupBy: ['agent', 'end_reason'] } },
  { paths: {} },
  { paths: { unit: 'caller' } },
  {
    attribution: {
      model: ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay'],
      groupBy: ['source', 'tracking_number'],
    },
  },
  { attribution: { conversion: 'payment.succeeded', lookback: '1d' } },
];

/** The most that one query takes. */
const MAX_METRICS = 64;

export interface Asked {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly timezone?: string;
}

/** Frames of one request, without what differs from one asking to the next. */
async function answers(client: TenantClient, asked: Asked, queries: object[]): Promise<Record<string, FrameValue[][]>> {
  const answer = await client.query({ timezone: 'Europe/Berlin', ...asked, queries });
  return Object.fromEntries(
    Object.entries(answer.results).map(([refId, result]) => {
      if (!('frames' in result)) throw new Error(`${refId}: ${JSON.stringify(result)}`);
      return [refId, result.frames.flatMap(({ data }) => data.values)];
    }),
  );
}

/**
 * Everything that can be asked of a tenant: every metric of the catalogue as one number, by the hour, and grouped by every
 * dimension that its datasets share; funnels, paths, attribution; then the list of all calls.
 */
export async function everyAnswer(client: TenantClient, asked: Asked): Promise<Record<string, FrameValue[][]>> {
  const { metrics, dimensions } = await client.catalogue();
  const kinds = [...new Set(metrics.map(({ datasets }) => datasets.join()))].filter((kind) => kind !== 'pipeline');
  const queries = kinds.flatMap((kind) => {
    const ids = metrics.filter(({ datasets }) => datasets.join() === kind).map(({ id }) => id);
    const parts = Array.from({ length: Math.ceil(ids.length / MAX_METRICS) }, (_, part) =>
      ids.slice(part * MAX_METRICS, (part + 1) * MAX_METRICS),
    );
    const groups = dimensions
      .filter(({ groupable, datasets }) => groupable && kind.split(',').every((dataset) => datasets.includes(dataset)))
      .map(({ id }) => id);
    return parts.flatMap((some, part) => [
      { refId: `${kind} ${part} total`, metrics: some },
      { refId: `${kind} ${part} hourly`, metrics: some, interval: '1h' },
      ...groups.map((group) => ({
        refId: `${kind} ${part} by ${group}`,
        metrics: some,
        groupBy: [group],
      })),
    ]);
  });
  const calls = { refId: 'list', calls: { limit: 1_000 } };
  const parts = [];
  for (let from = 0; from < queries.length; from += 20) parts.push(queries.slice(from, from + 20));
  const journeys = JOURNEYS.map((query, index) => ({ refId: `journeys ${index}`, ...query }));
  const all = await Promise.all([...parts, journeys, [calls]].map((part) => answers(client, asked, part)));
  return Object.assign({}, ...all) as Record<string, FrameValue[][]>;
}
