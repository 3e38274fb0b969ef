import {
  QUERY_FORMATS,
  QUERY_VERSION,
  type QueryFormat,
  type StoredQuery,
} from '@callsight/contract/grafana/stored-query';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import { oneOf } from '../catalogue/one-of.js';
import { QueryError } from '../catalogue/query-error.js';
import { autoInterval } from '../time/bucket.js';
import type { DataQuery } from './messages.js';

/** A query as it goes to the engine, and how its answer is wanted. */
export interface AskedQuery {
  readonly refId: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly timezone: string;
  readonly format: QueryFormat;
  /** What `POST /v1/query` takes. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** More points than this say nothing more, however wide a panel is. */
const MOST_POINTS = 200;

/** Parts of a query about metrics; all other kinds stand under their own name. */
const METRIC_PARTS = ['metrics', 'groupBy', 'interval', 'filters', 'compare', 'orderBy', 'limit'] as const;

const MICROS_PER_MS = 1_000;

/** `auto` here also follows the width of the panel and its least interval. */
function intervalFor(interval: unknown, { timeRange, maxDataPoints, intervalMS }: DataQuery): unknown {
  if (interval !== 'auto' || timeRange === null) return interval;
  const from = timeRange.fromEpochMS * MICROS_PER_MS;
  const to = timeRange.toEpochMS * MICROS_PER_MS;
  const width = Math.max(intervalMS, 1) * MICROS_PER_MS;
  const most = Math.min(MOST_POINTS, maxDataPoints > 0 ? maxDataPoints : MOST_POINTS, (to - from) / width + 1);
  return autoInterval(from, to, most);
}

function withInterval(part: unknown, asked: DataQuery): unknown {
  if (typeof part !== 'object' || part === null || !('interval' in part)) return part;
  return { ...part, interval: intervalFor(part.interval, asked) };
}

function questionOf(stored: StoredQuery, asked: DataQuery): Readonly<Record<string, unknown>> {
  const { refId } = asked;
  if (stored.queryType !== 'metrics') {
    return { refId, [stored.queryType]: withInterval(stored[stored.queryType] ?? {}, asked) };
  }
  const parts = METRIC_PARTS.filter((part) => stored[part] !== undefined).map((part) => [part, stored[part]]);
  return withInterval({ refId, ...Object.fromEntries(parts) }, asked) as Readonly<Record<string, unknown>>;
}

function parse(json: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json.toString());
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new QueryError('invalid_query', 'the stored query is not a JSON object', '');
}

/** Grafana's own word for "that of whoever looks", which only a browser can know. */
const isZone = (zone: unknown): zone is string => typeof zone === 'string' && zone !== '' && zone !== 'browser';

/**
 * Reads a query that Grafana sends.
 * @param timezone for a query that names none
 * @throws QueryError
 */
export function readQuery(asked: DataQuery, timezone: string): AskedQuery {
  const stored = upgradeQuery({ ...parse(asked.json), refId: asked.refId });
  if (stored.version > QUERY_VERSION) {
    throw new QueryError(
      'newer_query',
      `this query was stored by a newer plugin (version ${stored.version}, this service reads up to ${QUERY_VERSION}); update the service`,
      '/version',
    );
  }
  if (asked.timeRange === null) throw new QueryError('invalid_range', 'the query has no time range', '/timeRange');
  return {
    refId: asked.refId,
    from: asked.timeRange.fromEpochMS,
    to: asked.timeRange.toEpochMS,
    timezone: isZone(stored.timezone) ? stored.timezone : timezone,
    format: oneOf(QUERY_FORMATS, 'format', stored.format ?? 'time_series', '/format'),
    query: questionOf(stored, asked),
  };
}
