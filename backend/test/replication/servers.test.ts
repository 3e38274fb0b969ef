import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { selfSigned } from '../support/influx/self-signed.js';

const AT = 1_767_225_600_000_000_001n;
const TEXT = 'say "hi", it\'s\na \\ and a trailing one \\';
/** As line protocol wants it in a string field. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  let database: InfluxDatabase;

  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  beforeEach(async () => {
    database = await server.database();
  });
  afterAll(async () => {
    await server.stop();
  });

  test('gives back what was written, to the last digit and character', async () => {
    const fields = `big=9007199254740993i,least=-9223372036854775807i,small=7i,rate=0.1,text=${quoted(TEXT)},ok=true`;
    expect(await database.write(`calls,tenant=a\\ b ${fields} ${AT}\n`)).toBe(204);
    const series = await database.influxql('SELECT big, least, small, rate, text, ok FROM calls GROUP BY tenant');
    expect(series).toEqual([
      {
        name: 'calls',
        tags: { tenant: 'a b' },
        columns: ['time', 'big', 'least', 'small', 'rate', 'text', 'ok'],
        values: [[AT, 9_007_199_254_740_993n, -9_223_372_036_854_775_807n, 7, 0.1, TEXT, true]],
      },
    ]);
  });

  test('answers several statements, and fails if one of them does', async () => {
    await database.write(`a v=1i ${AT}\nb v=2i ${AT}\n`);
    const series = await database.influxql('SELECT v FROM a; SELECT v FROM b');
    expect(series.map(({ name, values }) => [name, values])).toEqual([
      ['a', [[AT, 1]]],
      ['b', [[AT, 2]]],
    ]);
    await expect(database.influxql('SELECT v FROM a; SELECT percentile(v) FROM b')).rejects.toThrow(
      /invalid number of arguments for percentile/,
    );
  });

  test('leaves out of CSV what failed, and so every statement behind it', async () => {
    await database.write(`calls v=1i,text="a\r\nb",none="" ${AT}\n`);
    const { admin } = server;
    const authorization =
      admin.api === 'v2' ? `Token ${admin.token}` : `Basic ${btoa(`${admin.username}:${admin.password}`)}`;
    const headers = { authorization, accept: 'application/csv', 'content-type': 'application/x-www-form-urlencoded' };
    const csv = async (q: string): Promise<string> => {
      const body = new URLSearchParams({ db: database.name, q, epoch: 'ns' }).toString();
      const answer = await server.call({ method: 'POST', path: '/query', headers, body });
      return `${answer.status} ${answer.body}`;
    };
    const end = 'SELECT count(v) FROM calls';
    expect(await csv(`SELECT v, text, none FROM calls; ${end}`)).toBe(
      `200 name,tags,time,v,text,none\ncalls,,${AT},1,"a\r\nb",\n\nname,tags,time,count\ncalls,,0,1\n`,
    );
    expect(await csv(`SELECT percentile(v) FROM calls; ${end}`)).toBe('200 ');
  });

  if (installation.flux) {
    test('answers Flux', async () => {
      await database.write(`calls,tenant=a text=${quoted(TEXT)} ${AT}\ncalls,tenant=a big=9007199254740993i ${AT}\n`);
      const rows = await database.flux(
        `from(bucket: "${database.name}") |> range(start: 2025-12-31T00:00:00Z, stop: 2026-01-02T00:00:00Z)`,
      );
      expect(rows.map(({ _field, _value, tenant, _time }) => ({ _field, _value, tenant, _time }))).toEqual(
        expect.arrayContaining([
          { _field: 'text', _value: TEXT, tenant: 'a', _time: '2026-01-01T00:00:00.000000001Z' },
          { _field: 'big', _value: '9007199254740993', tenant: 'a', _time: '2026-01-01T00:00:00.000000001Z' },
        ]),
      );
      await expect(database.flux('from(nothing: "at all")')).rejects.toThrow(/nothing|bucket/);
    });
  } else {
    test('has no Flux', async () => {
      await expect(database.flux('buckets()')).rejects.toThrow('this server has no Flux');
    });
  }

  test('wants credentials, and gives them one database only', async () => {
    const other = await server.database();
    const { CALLSIGHT_INFLUX_BUCKET: name = '', ...variables } = database.variables;
    const authorization =
      installation.api === 'v2'
        ? `Token ${variables['CALLSIGHT_INFLUX_TOKEN'] ?? ''}`
        : `Basic ${btoa(`${variables['CALLSIGHT_INFLUX_USERNAME'] ?? ''}:${variables['CALLSIGHT_INFLUX_PASSWORD'] ?? ''}`)}`;
    const ask = async (db: string, q: string, headers: Record<string, string>): Promise<string> => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams({ db, q }).toString();
      const answer = await server.call({ method: 'POST', path: '/query', headers: { ...headers, ...type }, body });
      return `${answer.status} ${answer.body}`;
    };
    await database.write(`calls v=1i ${AT}\n`);
    await other.write(`calls v=1i ${AT}\n`);
    expect(await ask(name, 'SELECT v FROM calls', { authorization })).toMatch(/^200 .*"values"/s);
    expect(await ask(name, 'SELECT v FROM calls', {})).toMatch(/^401 /);
    expect(await ask(name, 'SELECT v FROM calls', { authorization: authorization.slice(0, -2) })).toMatch(/^401 /);
    expect(await ask(other.name, 'SELECT v FROM calls', { authorization })).not.toContain('"values"');
  });

  test('takes credentials away and gives the same ones back', async () => {
    const line = `calls v=1i ${AT}\n`;
    expect(await database.write(line)).toBe(204);
    await database.revoke();
    expect(await database.write(line)).toBe(installation.api === 'v2' ? 403 : 401);
    await database.grant();
    expect(await database.write(line)).toBe(204);
  });

  test('keeps what it acknowledged when it is killed', async () => {
    await database.write(`calls v=1i ${AT}\n`);
    await server.kill();
    await expect(server.call({ method: 'GET', path: '/ping' })).rejects.toThrow(/ECONNREFUSED/);
    await server.restart();
    expect(await database.write(`calls v=2i ${AT + 1n}\n`)).toBe(204);
    expect((await database.influxql('SELECT v FROM calls'))[0]?.values).toEqual([
      [AT, 1],
      [AT + 1n, 2],
    ]);
  });

  test('lets requests wait while it is frozen', async () => {
    await server.freeze();
    let waiting;
    try {
      await expect(server.call({ method: 'GET', path: '/ping', timeoutMs: 300 })).rejects.toThrow(/aborted/);
      waiting = server.call({ method: 'GET', path: '/ping' });
    } finally {
      server.thaw();
    }
    expect((await waiting).status).toBe(204);
  });

  test('tells its memory', () => {
    expect(server.rss()).toBeGreaterThan(5_000_000);
  });

  test('serves HTTPS from a folder that outlives it, with settings of the test', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-influxdb-kept-'));
    const options = {
      dataDir: join(folder, 'data'),
      tls: selfSigned(folder),
      env: installation.api === 'v2' ? { INFLUXD_LOG_LEVEL: 'error' } : { INFLUXDB_LOGGING_LEVEL: 'error' },
    };
    const first = await InfluxServer.start(installation, options);
    const kept = await first.database('kept').finally(() => first.stop());
    const second = await InfluxServer.start(installation, options);
    try {
      expect(second.url).toMatch(/^https:/);
      expect(second.admin).toEqual(first.admin);
      expect(kept.variables['CALLSIGHT_INFLUX_URL']).toBe(first.url);
      await expect(second.database('kept')).rejects.toThrow(/already exists/);
    } finally {
      await second.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('says why it does not start', async () => {
    const env: Record<string, string> =
      installation.api === 'v2' ? { INFLUXD_ENGINE_PATH: '/dev/null/engine' } : { INFLUXDB_META_DIR: '/dev/null/meta' };
    await expect(InfluxServer.start(installation, { env })).rejects.toThrow(/did not start[^]*\/dev\/null/);
  });
});
