import { pino } from 'pino';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/events/call.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { FailureProxy, type Fault } from './failure-proxy.js';
import { NOW, START } from './failure-service.js';

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
    const proxy = await FailureProxy.start(server.url);
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const service = await TestService.create(NOW, log);
    try {
      await service.startReady({
        ...variables,
        CALLSIGHT_INFLUX_URL: proxy.url,
        CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '0.5',
      });
      for (const [index, fault] of FAULTS.entries()) {
        proxy.fault = () => fault;
        const start = new Date(START + index * 1_000).toISOString();
        await service.main.send(phoneCall({ start, answered: 1, ended: 9 }));
        const before = lines.length;
        await until(async () => {
          lines.push(JSON.stringify(await service.services.replication?.state()));
          return lines.slice(before).some((line) => line.includes('InfluxDB unreachable; publishing will be retried'));
        });
        proxy.fault = () => undefined;
        await proxy.release();
        await service.waitUntilPublished();
      }
    } finally {
      await service.remove();
      await proxy.stop();
    }
    const { CALLSIGHT_INFLUX_TOKEN: token, CALLSIGHT_INFLUX_USERNAME: user } = variables;
    const { CALLSIGHT_INFLUX_PASSWORD: password } = variables;
    const secrets = [token, password, password && btoa(`${user}:${password}`)].filter((one) => one !== undefined);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });
});
