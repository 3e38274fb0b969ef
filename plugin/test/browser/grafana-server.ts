import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import {
  checkHealth,
  queryDatasource,
  readResource,
  type ApiAnswer,
  type DatasourceRequest,
  type ServiceLink,
} from './grafana-api';
import { proxyRequest } from './plugin-proxy';

/** What the tests' Grafana is set up with; tests change it. */
interface GrafanaState {
  link: ServiceLink;
  role: 'Viewer' | 'Editor' | 'Admin';
  permissions: Record<string, boolean>;
  datasources: readonly { uid: string; name: string; type: string }[];
  dashboards: readonly { title: string; url: string }[];
  /** Content-Security-Policy of the page. */
  policy: string | undefined;
  /** Answers that stand in for those of the service, by the begin of their path. */
  answers: Map<string, ApiAnswer>;
  /** Requests that wait for a promise, by the begin of their path. */
  delayed: Map<string, Promise<void>>;
  /** Bodies of what was asked of the datasource, and of settings that were saved. */
  readonly requests: unknown[];
}

interface Call {
  readonly method: string;
  readonly search: string;
  readonly body: string;
}

export interface GrafanaServer {
  readonly url: string;
  readonly state: GrafanaState;
  stop(): Promise<void>;
}

const PAGE = (
  boot: object,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Callsight</title>
<style>body{margin:0}#app{min-height:100vh}</style></head><body><div id="app"></div><div class="main-view"></div>
<script>window.grafanaBootData = ${JSON.stringify(boot)}; window.__grafana_public_path__ = '/public/';</script>
<script src="/page.js"></script></body></html>`;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Plays the Grafana around the built plugin, in front of a real service. */
export async function startGrafana(root: string, script: Uint8Array, link: ServiceLink): Promise<GrafanaServer> {
  const state: GrafanaState = {
    link,
    role: 'Admin',
    permissions: { 'datasources:explore': true },
    datasources: [{ uid: 'callsight', name: 'Callsight', type: 'callsight-calls-datasource' }],
    dashboards: [{ title: 'Overview', url: '/d/overview' }],
    policy: undefined,
    answers: new Map(),
    delayed: new Map(),
    requests: [],
  };

  const answerInstead = async (path: string): Promise<ApiAnswer | undefined> => {
    await [...state.delayed].find(([begin]) => path.startsWith(begin))?.[1];
    return [...state.answers].find(([begin]) => path.startsWith(begin))?.[1];
  };

  const routes: readonly [RegExp, (call: Call, part: string) => ApiAnswer | Promise<ApiAnswer>][] = [
    [/^\/api\/ds\/query$/, ({ body }) => queryDatasource(state.link, JSON.parse(body) as DatasourceRequest)],
    [
      /^\/api\/datasources\/uid\/[^/]+\/resources\/(.*)$/,
      ({ search }, path) => readResource(state.link, `${path}${search}`),
    ],
    [/^\/api\/datasources\/uid\/[^/]+\/health$/, () => checkHealth(state.link)],
    [
      /^\/api\/plugin-proxy\/callsight-calls-app\/(.*)$/,
      (call, path) => proxyRequest(root, state.link, state.role, { ...call, path }),
    ],
    [/^\/api\/datasources$/, () => ({ status: 200, body: state.datasources })],
    [/^\/api\/search$/, () => ({ status: 200, body: state.dashboards })],
    [
      /^\/api\/plugins\/callsight-calls-app\/settings$/,
      () => ({ status: 200, body: { message: 'Plugin settings updated' } }),
    ],
  ];

  const api = async (request: IncomingMessage, { pathname, search }: URL): Promise<ApiAnswer> => {
    const body = await bodyOf(request);
    if (/^\/api\/(ds\/query|plugins\/)/.test(pathname)) state.requests.push(JSON.parse(body));
    const instead = await answerInstead(pathname);
    if (instead !== undefined) return instead;
    for (const [path, run] of routes) {
      const match = path.exec(pathname);
      if (match !== null) return run({ method: request.method ?? 'GET', search, body }, match[1] ?? '');
    }
    return { status: 404, body: { message: `not found: ${pathname}` } };
  };

  const file = async (pathname: string): Promise<Uint8Array> => {
    if (pathname === '/page.js') return script;
    const plugin = /^\/public\/plugins\/callsight-calls-app\/(.*)$/.exec(pathname)?.[1];
    if (plugin !== undefined) return readFile(join(root, 'plugin/dist', normalize(plugin)));
    const icon = /^\/public\/build\/(img\/.*)$/.exec(pathname)?.[1] ?? '';
    return readFile(join(root, 'node_modules/@grafana/ui/dist/public', normalize(icon)));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/' || url.pathname.startsWith('/a/')) {
      if (state.policy !== undefined) response.setHeader('content-security-policy', state.policy);
      const user = { orgRole: state.role, isGrafanaAdmin: false, permissions: state.permissions };
      response
        .setHeader('content-type', 'text/html')
        .end(PAGE({ settings: { exploreEnabled: true, featureToggles: {}, appSubUrl: '' }, user, navTree: [] }));
    } else if (url.pathname.startsWith('/api/')) {
      const { status, body, file: sent } = await api(request, url);
      if (sent !== undefined) {
        response.writeHead(status, { 'content-type': sent.type }).end(sent.bytes);
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else {
      const type = TYPES[url.pathname.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      await file(url.pathname).then(
        (content) => response.setHeader('content-type', type).setHeader('cache-control', 'max-age=3600').end(content),
        () => response.writeHead(404).end(),
      );
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
