import type { QueryAnswer } from '@callsight/contract/query/answer';
import { KeyRefused } from '../../access/key-refused.js';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import type { CheckHealthRequest, CheckHealthResponse } from './messages.js';
import { openDatasource } from './open-datasource.js';
import type { GrafanaParts } from './service-parts.js';

const said = (status: 'OK' | 'ERROR', message: string, details: object = {}): CheckHealthResponse => ({
  status,
  message,
  jsonDetails: Buffer.from(JSON.stringify(details)),
});

/** First value of a column of an answer. @throws QueryError when there is no answer */
function firstOf({ results }: QueryAnswer, refId: string, name: string): number | null {
  const result = results[refId];
  if (result === undefined) return null;
  if ('error' in result) throw new QueryError(result.error.code, result.error.message);
  const [frame] = result.frames;
  const column = frame?.schema.fields.findIndex((field) => field.name === name) ?? -1;
  const value = frame?.data.values[column]?.[0];
  return typeof value === 'number' ? value : null;
}

const NUMBER = new Intl.NumberFormat('en-US');

/** What to do about a key that opens nothing here, or about a question that is not answered. */
function nextStep(error: KeyRefused | QueryError): string {
  if (error instanceof QueryError)
    return error.code === 'invalid_timezone'
      ? 'Choose another time zone in the settings of this datasource.'
      : 'Try again; if it stays so, the log of the Callsight service has the details.';
  return error.status === 403
    ? 'Use a key with the scope "query".'
    : 'Make one: callsight keys create --name grafana --scopes query';
}

/** What "Save & test" says: whether the key opens anything, whose data that is, and whether calls come in. */
export async function checkHealth(
  { pluginContext }: CheckHealthRequest,
  parts: GrafanaParts,
  signal: AbortSignal,
): Promise<CheckHealthResponse> {
  try {
    const { principal, timezone, now } = await openDatasource(pluginContext, parts);
    if (!parts.isPrepared()) return said('ERROR', 'Callsight is restoring its rows; try again when it is ready.');
    const ask = (from: string, query: object) =>
      parts.engine.answer({ from, to: 'now', timezone, queries: [{ refId: 'A', ...query }] }, principal.tenant, {
        now,
        signal,
      });
    const calls = firstOf(await ask('now-24h', { metrics: ['calls.count'] }), 'A', 'calls.count') ?? 0;
    const latest = firstOf(await ask('now-30d', { calls: { limit: 1 } }), 'A', 'started_at');
    const metrics = parts.catalogueOf(principal.tenant).describe().metrics.length;
    const { tenant } = principal;
    const flow =
      latest === null
        ? 'No call has come in within 30 days: send events or connect a platform.'
        : `${NUMBER.format(calls)} calls in the last 24 hours, the latest at ${new Date(latest).toISOString()}.`;
    return said('OK', `Connected to Callsight (tenant "${tenant}", ${metrics} metrics). ${flow}`, {
      tenant,
      metrics,
      calls_24h: calls,
      latest_call: latest,
    });
  } catch (error) {
    if (!(error instanceof KeyRefused || error instanceof QueryError)) throw error;
    return said('ERROR', `${error.message}. ${nextStep(error)}`, { code: error.code });
  }
}
