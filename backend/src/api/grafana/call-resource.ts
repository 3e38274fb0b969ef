import { KeyRefused } from '../../access/key-refused.js';
import type { CallResourceRequest, CallResourceResponse } from './messages.js';
import { openDatasource } from './open-datasource.js';
import type { GrafanaParts } from './service-parts.js';

/** What editors and variables may read; everything else stays behind the HTTP API. */
const OPEN = /^(catalogue|funnels|dimensions\/[^/]+\/values|calls\/[^/]+)$/;

function json(code: number, error: { readonly code: string; readonly message: string }): CallResourceResponse {
  return {
    code,
    headers: { 'content-type': { values: ['application/json'] } },
    body: Buffer.from(JSON.stringify({ error })),
  };
}

/** The query string of a resource's URL, which Grafana gives with or without its path. */
const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** Answers a resource as the HTTP API does, for the key of the datasource. */
export async function callResource(
  { pluginContext, method, path, url }: CallResourceRequest,
  parts: GrafanaParts,
  signal: AbortSignal,
): Promise<CallResourceResponse> {
  const name = path.replace(/^\/+|\/+$/g, '');
  const segments = name.split('/');
  if (!OPEN.test(name) || segments.some((part) => part === '.' || part === '..'))
    return json(404, {
      code: 'not_found',
      message: 'resources are catalogue, funnels, dimensions/{name}/values and calls/{id}',
    });
  if (method !== 'GET') return json(405, { code: 'method_not_allowed', message: 'resources are only read' });
  try {
    const { key } = await openDatasource(pluginContext, parts);
    const reply = await parts.inject(
      {
        method: 'GET',
        // Grafana has decoded the path; what stands in it now is part of a name.
        url: `/v1/${segments.map(encodeURIComponent).join('/')}${queryOf(url)}`,
        headers: { authorization: `Bearer ${key}` },
      },
      signal,
    );
    return {
      code: reply.statusCode,
      headers: { 'content-type': { values: [reply.contentType] } },
      body: Buffer.from(reply.body),
    };
  } catch (error) {
    if (error instanceof KeyRefused) return json(error.status, { code: error.code, message: error.message });
    throw error;
  }
}
