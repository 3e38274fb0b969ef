import { randomBytes } from 'node:crypto';
import { fluxRows } from './flux-rows.js';
import type { CallInflux } from './influx-http.js';
import type { InfluxAdmin, InfluxKind, Reachable } from './influx-kind.js';
import { influxqlSeries, type InfluxqlSeries } from './influxql-series.js';

const basic = (username: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});

async function ask(
  call: CallInflux,
  headers: Record<string, string>,
  parameters: Record<string, string>,
): Promise<InfluxqlSeries[]> {
  const body = new URLSearchParams({ epoch: 'ns', ...parameters }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return influxqlSeries(await call({ method: 'POST', path: '/query', headers: { ...headers, ...type }, body }));
}

async function database({ url, flux, call }: Reachable, admin: InfluxAdmin, name: string) {
  if (admin.api !== 'v1') throw new Error('the administrator of InfluxDB 1.x has a name and a password');
  const master = basic(admin.username, admin.password);
  const username = `user of ${name}`;
  const password = randomBytes(16).toString('hex');
  const setPassword = async (to: string): Promise<void> => {
    await ask(call, master, { q: `SET PASSWORD FOR "${username}" = '${to}'` });
  };
  // One by one: of several statements the failed one would be told as "not executed", without its reason.
  await ask(call, master, { q: `CREATE USER "${username}" WITH PASSWORD '${password}'` });
  await ask(call, master, { q: `CREATE DATABASE "${name}"` });
  await ask(call, master, { q: `GRANT ALL ON "${name}" TO "${username}"` });
  const path = `/write?${new URLSearchParams({ db: name, precision: 'ns' }).toString()}`;
  return {
    name,
    variables: {
      CALLSIGHT_INFLUX_URL: url,
      CALLSIGHT_INFLUX_API: 'v1',
      CALLSIGHT_INFLUX_BUCKET: name,
      CALLSIGHT_INFLUX_USERNAME: username,
      CALLSIGHT_INFLUX_PASSWORD: password,
    },
    influxql: (query: string) => ask(call, master, { q: query, db: name }),
    flux: async (query: string) => {
      if (!flux) throw new Error('this server has no Flux');
      const authorization = `Token ${admin.username}:${admin.password}`;
      const headers = { authorization, 'content-type': 'application/vnd.flux', accept: 'application/csv' };
      return fluxRows(await call({ method: 'POST', path: '/api/v2/query', headers, body: query }));
    },
    // A user cannot be switched off, but with another password nobody can be it.
    revoke: () => setPassword(randomBytes(16).toString('hex')),
    grant: () => setPassword(password),
    write: async (lines: string) =>
      (await call({ method: 'POST', path, headers: basic(username, password), body: lines })).status,
  };
}

/** InfluxDB 1.x: users, passwords, databases. */
export const INFLUX_V1: InfluxKind = {
  args: ['run', '-config', '/dev/null'],
  probe: '/ping',
  environment: ({ folder, port, sparePort, tls }) => ({
    INFLUXDB_META_DIR: `${folder}/meta`,
    INFLUXDB_DATA_DIR: `${folder}/data`,
    INFLUXDB_DATA_WAL_DIR: `${folder}/wal`,
    INFLUXDB_BIND_ADDRESS: `127.0.0.1:${sparePort}`,
    INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
    INFLUXDB_HTTP_AUTH_ENABLED: 'true',
    INFLUXDB_HTTP_FLUX_ENABLED: 'true',
    INFLUXDB_HTTP_LOG_ENABLED: 'false',
    INFLUXDB_DATA_QUERY_LOG_ENABLED: 'false',
    INFLUXDB_MONITOR_STORE_ENABLED: 'false',
    INFLUXDB_REPORTING_DISABLED: 'true',
    ...(tls === undefined
      ? {}
      : {
          INFLUXDB_HTTP_HTTPS_ENABLED: 'true',
          INFLUXDB_HTTP_HTTPS_CERTIFICATE: tls.cert,
          INFLUXDB_HTTP_HTTPS_PRIVATE_KEY: tls.key,
        }),
  }),
  setUp: async (call) => {
    const password = randomBytes(16).toString('hex');
    await ask(call, {}, { q: `CREATE USER "admin" WITH PASSWORD '${password}' WITH ALL PRIVILEGES` });
    return { api: 'v1', username: 'admin', password };
  },
  database,
};
