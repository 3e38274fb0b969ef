import {
  QUERY_FORMATS,
  QUERY_TYPES,
  QUERY_VERSION,
  type QueryFormat,
  type StoredQuery,
} from '@callsight/contract/grafana/stored-query';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import { oneOf } from '../../analytics/catalogue/language/one-of.js';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { autoWidth, WIDEST } from './auto-width.js';
import type { DataQuery } from './messages.js';
import { zoneOf } from './zone-of.js';
import type { Millis } from '../../lib/time/units.js';

/** A query as it goes to the engine, and how its answer is wanted. */
export interface AskedQuery {
  readonly refId: string;
  /** Epoch milliseconds. */
  readonly from: Millis;
  readonly to: number;
  readonly timezone: string;
  readonly format: QueryFormat;
  /** What `POST /v1/query` takes. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** Parts of a query about metrics; all other kinds stand under their own name. */
const METRIC_PARTS = ['metrics', 'groupBy', 'interval', 'filters', 'compare', 'orderBy', 'limit', 'baseline'] as const;

const MICROS_PER_MS = 1_000;

/** `auto` here also follows the width of the panel and its least interval. */
function withInterval(part: unknown, { timeRange, maxDataPoints, intervalMS }: DataQuery, timezone: string): unknown {
  if (typeof part !== 'object' || part === null || !('interval' in part)) return part;
  if (part.interval !== 'auto' || timeRange === null) return part;
  const from = timeRange.fromEpochMS * MICROS_PER_MS;
  const to = timeRange.toEpochMS * MICROS_PER_MS;
  return { ...part, interval: autoWidth({ from, to, timezone, maxDataPoints, intervalMS }) };
}

/** What is stored need not be what its type says. */
const wordOf = (stored: unknown): string => (typeof stored === 'string' ? stored : JSON.stringify(stored ?? null));

type Question = Readonly<Record<string, unknown>>;

/**
 * Whether what is usual is asked for, too: not by a rule, which compares each number that it is told, nor for a change, which
 * is of two numbers; and not where `auto` comes to months, of which nothing is usual.
 */
const isDrawnWithUsual = ({ interval, format }: StoredQuery, question: Question, isForAlert: boolean): boolean =>
  !isForAlert && format !== 'change' && !(interval === 'auto' && question['interval'] === WIDEST);

function questionOf(stored: StoredQuery, asked: DataQuery, timezone: string, isForAlert: boolean): Question {
  const { refId } = asked;
  const queryType = oneOf(QUERY_TYPES, 'queryType', wordOf(stored.queryType), '/queryType');
  if (queryType !== 'metrics') {
    return { refId, [queryType]: withInterval(stored[queryType] ?? {}, asked, timezone) };
  }
  const parts = METRIC_PARTS.filter((part) => stored[part] !== undefined).map((part) => [part, stored[part]]);
  const question = withInterval({ refId, ...Object.fromEntries(parts) }, asked, timezone) as Question;
  const { baseline: _baseline, ...alone } = question;
  return isDrawnWithUsual(stored, question, isForAlert) ? question : alone;
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

/**
 * Reads a query that Grafana sends.
 * @param fallback time zone for a query that names none
 * @param isForAlert whether a rule asks
 * @throws QueryError
 */
export function readQuery(asked: DataQuery, fallback: string, isForAlert: boolean): AskedQuery {
  const stored = upgradeQuery({ ...parse(asked.json), refId: asked.refId });
  if (stored.version > QUERY_VERSION) {
    throw new QueryError(
      'newer_query',
      `this query was stored by a newer plugin (version ${stored.version}, this service reads up to ${QUERY_VERSION}); update the service`,
      '/version',
    );
  }
  if (asked.timeRange === null) throw new QueryError('invalid_range', 'the query has no time range', '/timeRange');
  const timezone = zoneOf(stored.timezone, fallback);
  return {
    refId: asked.refId,
    from: asked.timeRange.fromEpochMS,
    to: asked.timeRange.toEpochMS,
    timezone,
    format: oneOf(QUERY_FORMATS, 'format', wordOf(stored.format ?? 'time_series'), '/format'),
    query: questionOf(stored, asked, timezone, isForAlert),
  };
}
