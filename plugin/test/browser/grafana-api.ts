import type { StoredQuery } from '@callsight/contract/grafana/stored-query';

/** How the tests' Grafana reaches the service for the datasource. */
export interface ServiceLink {
  readonly url: string;
  readonly key: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface DatasourceRequest {
  readonly from: string;
  readonly to: string;
  readonly queries: readonly StoredQuery[];
}

async function ask({ url, key }: ServiceLink, path: string, body?: unknown): Promise<ApiAnswer> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** What `POST /v1/query` takes of a stored query. */
function asked({
  refId,
  queryType,
  metrics,
  groupBy,
  interval,
  filters,
  compare,
  orderBy,
  limit,
  ...parts
}: StoredQuery): object {
  if (queryType === 'metrics') return { refId, metrics, groupBy, interval, filters, compare, orderBy, limit };
  return { refId, [queryType]: parts[queryType] ?? {} };
}

/** An answer as Grafana gives it on. */
const given = (result: { readonly error?: { readonly message: string } }): object =>
  result.error === undefined ? { status: 200, ...result } : { status: 400, frames: [], error: result.error.message };

/** `POST /api/ds/query`. */
export async function queryDatasource(link: ServiceLink, { from, to, queries }: DatasourceRequest): Promise<ApiAnswer> {
  const timezone = queries[0]?.timezone;
  const { status, body } = await ask(link, '/v1/query', {
    from: Number(from),
    to: Number(to),
    timezone,
    queries: queries.map(asked),
  });
  if (status !== 200) return { status, body };
  const { results } = body as {
    readonly results: Readonly<Record<string, { readonly error?: { readonly message: string } }>>;
  };
  return {
    status,
    body: { results: Object.fromEntries(Object.entries(results).map(([refId, result]) => [refId, given(result)])) },
  };
}

/** `GET /api/datasources/uid/{uid}/resources/{path}`. */
export const readResource = (link: ServiceLink, path: string): Promise<ApiAnswer> => ask(link, `/v1/${path}`);

/** `GET /api/datasources/uid/{uid}/health`. */
export async function checkHealth(link: ServiceLink): Promise<ApiAnswer> {
  const { status } = await ask(link, '/v1/catalogue');
  return status === 200
    ? { status, body: { status: 'OK', message: 'the service answers and takes the key' } }
    : { status: 400, body: { status: 'ERROR', message: 'the service does not take the key' } };
}
