import type { FrameValue } from '@callsight/contract/query/answer';
import type { TenantClient } from '../support/running-service.js';

const DATASETS = ['calls', 'turns', 'samples', 'presence'] as const;

/** The most that one query takes. */
const MOST_METRICS = 64;

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
 * dimension that its dataset has; then the list of all calls.
 */
export async function everyAnswer(client: TenantClient, asked: Asked): Promise<Record<string, FrameValue[][]>> {
  const { metrics, dimensions } = await client.catalogue();
  const queries = DATASETS.flatMap((dataset) => {
    const ids = metrics.filter((metric) => metric.dataset === dataset).map(({ id }) => id);
    const parts = Array.from({ length: Math.ceil(ids.length / MOST_METRICS) }, (_, part) =>
      ids.slice(part * MOST_METRICS, (part + 1) * MOST_METRICS),
    );
    const shared = dataset === 'presence' ? 'calls' : dataset;
    const groups = dimensions.filter((one) => one.groupable && one.datasets.includes(shared)).map(({ id }) => id);
    return parts.flatMap((some, part) => [
      { refId: `${dataset} ${part} total`, metrics: some },
      { refId: `${dataset} ${part} hourly`, metrics: some, interval: '1h' },
      ...groups.map((group) => ({
        refId: `${dataset} ${part} by ${group}`,
        metrics: some,
        groupBy: [group],
      })),
    ]);
  });
  const calls = { refId: 'list', calls: { limit: 1_000 } };
  const parts = [];
  for (let from = 0; from < queries.length; from += 20) parts.push(queries.slice(from, from + 20));
  const all = await Promise.all([...parts, [calls]].map((part) => answers(client, asked, part)));
  return Object.assign({}, ...all) as Record<string, FrameValue[][]>;
}
