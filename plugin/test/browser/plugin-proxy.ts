import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiAnswer, ServiceLink } from './grafana-api';

interface Route {
  readonly path: string;
  readonly method: string;
  readonly reqRole: string;
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly content: string }[];
}

const RANKS = ['Viewer', 'Editor', 'Admin'];

/** Grafana's proxy for apps: lets through what the built plugin.json names, to those who have the role, with the key. */
export async function proxyRequest(
  root: string,
  { url, key }: ServiceLink,
  role: string,
  request: { readonly method: string; readonly path: string; readonly search: string; readonly body: string },
): Promise<ApiAnswer> {
  const plugin = JSON.parse(await readFile(join(root, 'plugin/dist/plugin.json'), 'utf8')) as {
    readonly routes: readonly Route[];
  };
  const route = plugin.routes.find(({ path, method }) => path === request.path && method === request.method);
  if (route === undefined) return { status: 404, body: { message: 'plugin route match not found' } };
  if (RANKS.indexOf(role) < RANKS.indexOf(route.reqRole)) {
    return { status: 403, body: { message: 'plugin proxy route access denied' } };
  }
  const target = `${route.url.replace('{{ .JsonData.url }}', url)}${request.search}`;
  const headers = (route.headers ?? []).map(
    ({ name, content }) => [name, content.replace('{{ .SecureJsonData.apiKey }}', key)] as const,
  );
  const response = await fetch(target, {
    method: request.method,
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
    ...(request.method === 'POST' ? { body: request.body } : {}),
  }).catch(() => undefined);
  if (response === undefined) return { status: 502, body: { message: 'Bad Gateway' } };
  return { status: response.status, body: await response.json() };
}
