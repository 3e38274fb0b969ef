import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import type { PluginHost } from '../../../backend/test/api/grafana/support/plugin-host';
import type { ReadFrame } from '../../../backend/test/api/grafana/support/read-arrow';

/** How the tests' Grafana reaches the service for the datasource. */
export interface ServiceLink {
  readonly url: string;
  readonly key: string;
  /** The datasource's backend: the stub that was started, and the connection to where it points. */
  readonly host: PluginHost;
}

export interface ApiAnswer {
  readonly status: number;
  /** JSON, unless there is a file. */
  readonly body: unknown;
  readonly file?: { readonly type: string; readonly bytes: Uint8Array };
}

export interface DatasourceRequest {
  readonly from: string;
  readonly to: string;
  readonly queries: readonly (StoredQuery & { readonly maxDataPoints?: number; readonly intervalMs?: number })[];
}

/** A frame in the JSON that Grafana's browser side reads. */
const frameJson = ({ refId, name, meta, fields }: ReadFrame): object => ({
  schema: {
    refId,
    name,
    meta,
    fields: fields.map(({ name: field, tstype, labels, config }) => ({ name: field, type: tstype, labels, config })),
  },
  data: { values: fields.map(({ values }) => values) },
});

/** `POST /api/ds/query`. */
export async function queryDatasource(
  { key, host }: ServiceLink,
  { from, to, queries }: DatasourceRequest,
): Promise<ApiAnswer> {
  const time = (text: string): string => new Date(Number(text)).toISOString();
  const answers = await host.queryData(
    { apiKey: key },
    queries.map(({ maxDataPoints = 1_000, intervalMs = 1_000, ...model }) => ({
      refId: model.refId,
      from: time(from),
      to: time(to),
      model,
      maxDataPoints,
      intervalMS: intervalMs,
    })),
  );
  const results = Object.entries(answers).map(([refId, { status, error, frames }]): [string, object] => [
    refId,
    error === '' ? { status, frames: frames.map(frameJson) } : { status, frames: [], error },
  ]);
  return { status: 200, body: { results: Object.fromEntries(results) } };
}

/** `GET /api/datasources/uid/{uid}/resources/{path}`. */
export async function readResource({ key, host }: ServiceLink, path: string): Promise<ApiAnswer> {
  const { code, body } = await host.callResource({ apiKey: key }, path);
  return { status: code, body };
}

/** `GET /api/datasources/uid/{uid}/health`. */
export async function checkHealth({ key, host }: ServiceLink): Promise<ApiAnswer> {
  const { status, message, details } = await host.checkHealth({ apiKey: key });
  return { status: status === 'OK' ? 200 : 400, body: { status, message, details } };
}
