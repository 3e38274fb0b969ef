import type { Filter } from '@callsight/contract/query/request';
import { resolveFilter } from '../../analytics/catalogue/language/filter.js';
import type { Asking } from '../../analytics/query/answer-query.js';
import type { QueryEngine } from '../../analytics/query/engine.js';
import { NO_SHIFT } from '../../analytics/query/local-time.js';
import { Parameters } from '../../analytics/query/parameters.js';
import { checkFilters } from '../../analytics/query/request-limits.js';
import { conditionsSql } from '../../analytics/query/rows-sql.js';
import { DAY_MICROS } from '../../lib/time/durations.js';
import type { Row } from '../../storage/duckdb/statement.js';
import { readCursor, type AskedCandidates, type Candidate } from './search-transcripts.js';

/** The start that a platform reports, and that of the call, are never further apart. */
const MARGIN = 2 * DAY_MICROS;

/** Tests of each digest for itself: a hundred times as fast as `list_has_all`, which makes a set of each list. */
const hasDigests = (digests: readonly number[], parameters: Parameters): string =>
  digests.map((digest) => `list_contains(words, ${parameters.bind(digest)}::UINTEGER)`).join(' AND ');

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const candidateOf = (row: Row): Candidate => ({
  call_id: String(row['call_id']),
  provider_call_sid: text(row['provider_call_sid']),
  started_at: Number(row['started_at']),
  agent: text(row['agent']),
  outcome: text(row['outcome']),
});

async function read(
  { request, digests, limit }: AskedCandidates,
  filters: readonly Filter[],
  { catalogue, context, tenant, run }: Asking,
): Promise<Candidate[]> {
  const parameters = new Parameters();
  const { range, timezone } = context;
  const resolved = filters.map((filter, index) =>
    resolveFilter(filter, catalogue.dimensions, ['calls'], `/filters/${index}`),
  );
  const conditions = [
    conditionsSql({ filters: resolved, timezone }, { tenant, dataset: 'calls', range, shift: NO_SHIFT }, parameters),
    // A transcript may be known by the id of the telephony provider.
    '(call_id IN (FROM hit) OR provider_call_sid IN (FROM hit))',
  ];
  if (request.cursor !== undefined) {
    const { at, id } = readCursor(request.cursor);
    conditions.push(`(started_at < ${at} OR (started_at = ${at} AND call_id < ${parameters.bind(id)}))`);
  }
  const hit = `SELECT call_id FROM transcript_words WHERE tenant = ${parameters.bind(tenant)}
    AND started_at >= ${range.from - MARGIN} AND started_at < ${range.to + MARGIN} AND ${hasDigests(digests, parameters)}`;
  const sql = `WITH hit AS MATERIALIZED (${hit})
    SELECT call_id, provider_call_sid, started_at, agent, outcome FROM calls WHERE ${conditions.join(' AND ')}
    ORDER BY started_at DESC, call_id DESC LIMIT ${limit}`;
  return (await run(parameters.statement(sql))).map(candidateOf);
}

/**
 * Calls of a range whose transcripts have all the digests that are sought, the latest first.
 * @throws QueryError for a range, filter or cursor that makes no sense
 */
export function readCandidates(engine: QueryEngine, asked: AskedCandidates, signal: AbortSignal): Promise<Candidate[]> {
  const { tenant, request, now, trace } = asked;
  const { from, to, timezone, filters = [] } = request;
  checkFilters([{ filters }]);
  const range = { from, to, ...(timezone === undefined ? {} : { timezone }) };
  return engine.planned(range, tenant, { now, signal, trace }, (asking) => read(asked, filters, asking));
}
