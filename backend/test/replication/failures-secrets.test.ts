import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../src/config/config.js';
import { startService } from '../../src/service/service.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/phone-call.js';
import { until } from '../support/service-process.js';
import { FailureProxy, type Fault } from './failure-proxy.js';
import { NOW, START } from './failure-service.js';

const KEY = 'key-of-the-test-0123456789';

/** One after the other, each until it has been told of. */
const FAULTS: readonly Fault[] = [
  { kind: 'answer', status: 503 },
  { kind: 'lose answer' },
  { kind: 'answer', status: 401 },
  { kind: 'hold' },
];

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  test('no credentials are in the log or in what the service tells, whatever fails', async () => {
    const { variables } = await server.database();
    const folder = await mkdtemp(join(tmpdir(), 'callsight-secrets-'));
    const proxy = await FailureProxy.start(server.url);
    const { config } = readConfig({
      CALLSIGHT_DATA_DIR: folder,
      CALLSIGHT_BOOTSTRAP_KEY: KEY,
      CALLSIGHT_MIN_FREE_BYTES: '0',
      ...variables,
      CALLSIGHT_INFLUX_URL: proxy.url,
      CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '0.5',
    });
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const service = await startService(config, log, () => NOW);
    const { app, services } = service;
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    try {
      await until(() => Promise.resolve(services.isReady()));
      for (const [index, fault] of FAULTS.entries()) {
        proxy.fault = () => fault;
        const start = new Date(START + index * 1_000).toISOString();
        const payload = JSON.stringify(phoneCall({ start, answered: 1, ended: 9 }));
        expect((await app.inject({ method: 'POST', url: '/v1/events', headers, payload })).statusCode).toBe(202);
        const before = lines.length;
        await until(async () => {
          lines.push(JSON.stringify(await services.replication?.state()));
          return lines.slice(before).some((line) => line.includes('InfluxDB unreachable; publishing will be retried'));
        });
        proxy.fault = () => undefined;
        await proxy.release();
        await services.projector.drain();
        await services.replication?.drain();
      }
    } finally {
      await service.stop();
      await proxy.stop();
      await rm(folder, { recursive: true, force: true });
    }
    const { CALLSIGHT_INFLUX_TOKEN: token, CALLSIGHT_INFLUX_USERNAME: user } = variables;
    const { CALLSIGHT_INFLUX_PASSWORD: password } = variables;
    const secrets = [token, password, password && btoa(`${user}:${password}`)].filter((one) => one !== undefined);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });
});
