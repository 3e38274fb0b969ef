import type { ErrorAnswer } from '@callsight/contract/errors';
import type { Frame, QueryResult } from '@callsight/contract/query/answer';
import { KeyRefused } from '../../access/key-refused.js';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import type { AnswerBudget } from '../../analytics/query/answer-limits.js';
import { arrowFrame } from './arrow-frame.js';
import type { DataQuery, DataResponse, QueryDataRequest, QueryDataResponse } from './messages.js';
import { openDatasource, type OpenDatasource } from './open-datasource.js';
import { presentFrame } from './present-frame.js';
import { readQuery, type AskedQuery } from './read-query.js';
import type { GrafanaParts } from './service-parts.js';

const STATUS: Readonly<Record<string, number>> = {
  query_timeout: 504,
  query_cancelled: 499,
  internal_error: 500,
  overloaded: 503,
};

/** What went wrong, where, and what would be valid, in the one line that Grafana shows. */
function wordsOf({ message, path, suggestions }: Pick<QueryError, 'message' | 'path' | 'suggestions'>): string {
  const where = path === undefined || path === '' ? '' : ` (at ${path})`;
  const near = suggestions?.filter((one) => !message.includes(one)) ?? [];
  return `${message}${where}${near.length === 0 ? '' : `; nearest: ${near.join(', ')}`}`;
}

const failed = (status: number, error: string): DataResponse => ({
  error,
  status,
  errorSource: status === 500 ? 'plugin' : 'downstream',
});

const isError = (result: QueryResult): result is ErrorAnswer => 'error' in result;

/** Who asks, and what for. */
interface Asker {
  readonly source: OpenDatasource;
  readonly isForAlert: boolean;
  readonly signal: AbortSignal;
  /** Shared by all queries of a request. */
  readonly budget: AnswerBudget;
}

function responseOf(
  frames: readonly Frame[],
  asked: AskedQuery,
  { source, isForAlert }: Asker,
  parts: GrafanaParts,
): DataResponse {
  const catalogue = parts.catalogueOf(source.principal.tenant);
  const presentation = { catalogue, target: source, isForAlert, now: source.now };
  return { status: 200, frames: frames.map((frame) => arrowFrame(presentFrame(frame, asked, presentation))) };
}

async function answerOne(sent: DataQuery, asker: Asker, parts: GrafanaParts): Promise<DataResponse> {
  const { source, signal, budget } = asker;
  try {
    const asked = readQuery(sent, source.timezone, asker.isForAlert);
    if (asker.isForAlert && 'thresholds' in asked.query) parts.onRulesAsked();
    const { from, to, timezone, query } = asked;
    const { results } = await parts.engine.answer({ from, to, timezone, queries: [query] }, source.principal.tenant, {
      now: source.now,
      signal,
      budget,
    });
    const result = results[sent.refId];
    if (result === undefined) return failed(500, 'the query was not answered');
    return isError(result)
      ? failed(STATUS[result.error.code] ?? 400, wordsOf(result.error))
      : responseOf(result.frames, asked, asker, parts);
  } catch (error) {
    if (error instanceof QueryError) return failed(400, wordsOf(error));
    parts.log.error({ err: error }, 'query from Grafana failed');
    return failed(500, 'something went wrong in the Callsight service; its log has the details');
  }
}

/** Grafana's alerting says so of each request. */
const isAlert = ({ headers }: QueryDataRequest): boolean => headers['FromAlert'] === 'true';

/** The same answer for all queries of a request. */
const forAll = ({ queries }: QueryDataRequest, response: DataResponse): QueryDataResponse => ({
  responses: Object.fromEntries(queries.map(({ refId }) => [refId, response])),
});

/** Answers the queries of a panel, of Explore or of an alert rule; each has its own range, and fails alone. */
export async function answerQueries(
  request: QueryDataRequest,
  parts: GrafanaParts,
  signal: AbortSignal,
): Promise<QueryDataResponse> {
  try {
    const source = await openDatasource(request.pluginContext, parts);
    const budget = parts.engine.budget();
    if (!parts.isPrepared())
      return forAll(request, failed(503, 'Callsight is restoring its rows and will answer when they are there'));
    const answers = request.queries.map(async (query): Promise<[string, DataResponse]> => [
      query.refId,
      await answerOne(query, { source, isForAlert: isAlert(request), signal, budget }, parts),
    ]);
    return { responses: Object.fromEntries(await Promise.all(answers)) };
  } catch (error) {
    if (error instanceof KeyRefused) return forAll(request, failed(error.status, error.message));
    throw error;
  }
}
