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

/** What a path has behind that of a route, which may end with a star; undefined where they differ. */
function restOf(route: string, path: string): string | undefined {
  if (!route.endsWith('/*')) return route === path ? '' : undefined;
  const begin = route.slice(0, -1);
  return path.startsWith(begin) ? `/${path.slice(begin.length)}` : undefined;
}

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
  const matches = plugin.routes.flatMap((one) => {
    const rest = restOf(one.path, request.path);
    return rest === undefined || one.method !== request.method ? [] : [{ ...one, rest }];
  });
  const [route] = matches;
  if (route === undefined) return { status: 404, body: { message: 'plugin route match not found' } };
  if (RANKS.indexOf(role) < RANKS.indexOf(route.reqRole)) {
    return { status: 403, body: { message: 'plugin proxy route access denied' } };
  }
  const target = `${route.url.replace('{{ .JsonData.url }}', url)}${route.rest}${request.search}`;
  const headers = (route.headers ?? []).map(
    ({ name, content }) => [name, content.replace('{{ .SecureJsonData.apiKey }}', key)] as const,
  );
  const response = await fetch(target, {
    method: request.method,
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
    ...(['POST', 'PUT'].includes(request.method) ? { body: request.body } : {}),
  }).catch(() => undefined);
  if (response === undefined) return { status: 502, body: { message: 'Bad Gateway' } };
  const type = response.headers.get('content-type') ?? '';
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > 0 && !type.startsWith('application/json'))
    return { status: response.status, body: undefined, file: { type, bytes } };
  const text = new TextDecoder().decode(bytes);
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
