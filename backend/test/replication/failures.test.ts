import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { FailureRun, NOW } from './failure-service.js';

describe.each(influxServers())('InfluxDB $version fails while events pour in', (installation) => {
  let server: InfluxServer;
  let run: FailureRun;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  beforeEach(async () => {
    run = await FailureRun.start(await server.database());
  });
  afterEach(() => run.service.remove());
  afterAll(() => server.stop());

  test('killed and restarted, several times', async () => {
    run.traffic.begin();
    for (let time = 0; time < 2; time += 1) {
      await server.kill();
      await run.seen(({ status, reason }) => status === 'away' && /ECONNREFUSED|ECONNRESET/.test(reason ?? ''));
      await run.moreCalls(20);
      await server.restart();
      await run.seen(({ status }) => status === 'ok');
      await run.moreCalls(20);
    }
    await run.expectExact();
  });

  test('frozen for longer than a request may take, several times, while calls change', async () => {
    run.traffic.begin();
    for (let time = 0; time < 2; time += 1) {
      await server.freeze();
      try {
        await run.seen(({ status, reason }) => status === 'away' && /timed out/.test(reason ?? ''));
        await run.moreCalls(60);
      } finally {
        server.thaw();
      }
      await run.seen(({ status }) => status === 'ok');
    }
    await run.expectExact();
  });

  test('token or password revoked and granted again', async () => {
    run.traffic.begin();
    await run.database.revoke();
    await run.seen(({ status, reason }) => status === 'denied' && /InfluxDB answered 40[13]/.test(reason ?? ''));
    const { status, ready, record } = await run.health();
    expect([status, ready]).toEqual(['degraded', true]);
    for (const name of ['CALLSIGHT_INFLUX_TOKEN', 'CALLSIGHT_INFLUX_PASSWORD'])
      expect(record.reason).not.toContain(run.database.variables[name] ?? 'a secret');
    await run.moreCalls(40);
    await run.database.grant();
    await run.seen((now) => now.status === 'ok');
    await run.expectExact();
  });

  test('the states of the service tell it, and that events are taken nevertheless', async () => {
    expect(await run.health()).toMatchObject({
      httpStatus: 200,
      status: 'ok',
      ready: true,
      record: { lag_seconds: 0 },
    });
    await server.kill();
    await run.traffic.burst(2);
    await run.service.waitUntilProjected();
    await run.seen(({ status }) => status === 'away');
    run.service.now = NOW + 60_000;
    const away = await run.health();
    expect(away).toMatchObject({ status: 'degraded', ready: true, record: { status: 'away', dead_letters: 0 } });
    expect(away.record.pending_rows).toBeGreaterThan(0);
    expect(away.record.lag_seconds).toBeGreaterThan(59);
    expect(away.record.lag_seconds).toBeLessThanOrEqual(60);
    run.service.now = NOW + 90_000;
    const later = await run.health('/readyz');
    expect(later).toMatchObject({ httpStatus: 200, status: 'degraded', ready: true, record: { status: 'away' } });
    expect(later.record.lag_seconds).toBeCloseTo(away.record.lag_seconds + 30, 6);
    await server.restart();
    await run.expectExact();
    expect(await run.health('/readyz')).toMatchObject({ httpStatus: 200, status: 'ok', ready: true });
  });
});
