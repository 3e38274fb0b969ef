import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { selfSigned } from '../support/influx/self-signed.js';
import { phoneCall } from '../support/events/call.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import type { Health } from '../support/service/service-under-test.js';
import { FailureRun, NOW, START } from './failure-service.js';

describe.each(influxServers())('InfluxDB $version with a certificate of its own', (installation) => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-influx-tls-'));
  const tls = selfSigned(folder);
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation, { tls });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is written to when the certificate is trusted, also after it was away', async () => {
    const run = await FailureRun.start(await server.database(), { CALLSIGHT_INFLUX_CA_FILE: tls.cert });
    try {
      run.traffic.begin();
      await server.kill();
      await run.seen(({ status }) => status === 'away');
      await server.restart();
      await run.expectExact();
    } finally {
      await run.service.remove();
    }
  });

  test('gets nothing when it is not trusted, and the reason says so', async () => {
    const database = await server.database();
    const variables = { ...database.variables, CALLSIGHT_RESTORE: 'never' };
    const service = await TestService.start(NOW, variables);
    try {
      await service.waitUntilReady();
      await service.main.send(phoneCall({ start: new Date(START).toISOString(), answered: 1, ended: 9 }));
      const health = async (): Promise<Health> => (await service.main.request('GET', '/healthz')).body as Health;
      await until(async () => {
        const { record } = await health();
        return record.status === 'away' && record.pending_rows > 0;
      });
      const { status, ready, record } = await health();
      expect([status, ready, record.pending_rows]).toEqual(['degraded', true, 1]);
      expect(record.reason).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT/);
      expect(await database.influxql('SHOW MEASUREMENTS')).toEqual([]);
    } finally {
      await service.remove();
    }
  });
});
