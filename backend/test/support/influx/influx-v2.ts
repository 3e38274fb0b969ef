import { randomBytes } from 'node:crypto';
import { fluxRows } from './flux-rows.js';
import type { CallInflux, HttpCall } from './influx-http.js';
import type { InfluxAdmin, InfluxKind, Reachable } from './influx-kind.js';
import { influxqlSeries } from './influxql-series.js';

const ORG = 'callsight tests';

/** Sends and receives JSON. @throws if the answer is not 2xx */
async function ask<T>(call: CallInflux, method: HttpCall['method'], path: string, token?: string, body?: object) {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Token ${token}` }),
  };
  const answer = await call({ method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body}`);
  }
  return JSON.parse(answer.body) as T;
}

const parameters = (values: Record<string, string>): string => new URLSearchParams(values).toString();

async function database({ url, call }: Reachable, admin: InfluxAdmin, name: string) {
  if (admin.api !== 'v2') throw new Error('the administrator of InfluxDB 2.x has a token');
  const { org, token: master } = admin;
  const found = await ask<{ orgs: [{ id: string }] }>(call, 'GET', `/api/v2/orgs?${parameters({ org })}`, master);
  const orgID = found.orgs[0].id;
  const { id } = await ask<{ id: string }>(call, 'POST', '/api/v2/buckets', master, {
    orgID,
    name,
    retentionRules: [],
  });
  const permissions = ['read', 'write'].map((action) => ({ action, resource: { type: 'buckets', id, orgID } }));
  const authorization = await ask<{ id: string; token: string }>(call, 'POST', '/api/v2/authorizations', master, {
    orgID,
    permissions,
  });
  const setStatus = async (status: 'active' | 'inactive'): Promise<void> => {
    await ask(call, 'PATCH', `/api/v2/authorizations/${authorization.id}`, master, { status });
  };
  return {
    name,
    variables: {
      CALLSIGHT_INFLUX_URL: url,
      CALLSIGHT_INFLUX_API: 'v2',
      CALLSIGHT_INFLUX_BUCKET: name,
      CALLSIGHT_INFLUX_ORG: org,
      CALLSIGHT_INFLUX_TOKEN: authorization.token,
    },
    influxql: async (query: string) => {
      const headers = { authorization: `Token ${master}`, 'content-type': 'application/x-www-form-urlencoded' };
      const body = parameters({ q: query, db: name, epoch: 'ns' });
      return influxqlSeries(await call({ method: 'POST', path: '/query', headers, body }));
    },
    flux: async (query: string) => {
      const path = `/api/v2/query?${parameters({ org })}`;
      const headers = { authorization: `Token ${master}`, 'content-type': 'application/vnd.flux' };
      return fluxRows(await call({ method: 'POST', path, headers, body: query }));
    },
    revoke: () => setStatus('inactive'),
    grant: () => setStatus('active'),
    write: async (lines: string) => {
      const path = `/api/v2/write?${parameters({ org, bucket: name, precision: 'ns' })}`;
      const headers = { authorization: `Token ${authorization.token}`, 'content-type': 'text/plain; charset=utf-8' };
      return (await call({ method: 'POST', path, headers, body: lines })).status;
    },
  };
}

/** InfluxDB 2.x: tokens, organizations, buckets. */
export const INFLUX_V2: InfluxKind = {
  args: [],
  probe: '/health',
  environment: ({ folder, port, tls }) => ({
    INFLUXD_BOLT_PATH: `${folder}/influxd.bolt`,
    INFLUXD_SQLITE_PATH: `${folder}/influxd.sqlite`,
    INFLUXD_ENGINE_PATH: `${folder}/engine`,
    INFLUXD_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
    INFLUXD_REPORTING_DISABLED: 'true',
    INFLUXD_UI_DISABLED: 'true',
    INFLUXD_LOG_LEVEL: 'info',
    ...(tls === undefined ? {} : { INFLUXD_TLS_CERT: tls.cert, INFLUXD_TLS_KEY: tls.key }),
  }),
  setUp: async (call) => {
    const token = randomBytes(32).toString('base64url');
    const password = randomBytes(16).toString('hex');
    // The first bucket is never used: each test makes its own.
    await ask(call, 'POST', '/api/v2/setup', undefined, {
      username: 'admin',
      password,
      org: ORG,
      bucket: 'first',
      token,
    });
    return { api: 'v2', token, org: ORG };
  },
  database,
};
