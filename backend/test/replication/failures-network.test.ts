import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { until } from '../support/service/until.js';
import { FailureProxy, type Fault, type ProxiedRequest } from './failure-proxy.js';
import { FailureRun } from './failure-service.js';

/** The first so many requests of a kind fail so. */
function first(count: number, fault: Fault, applies: (request: ProxiedRequest) => boolean = () => true) {
  let left = count;
  return (request: ProxiedRequest): Fault | undefined => {
    if (left === 0 || !applies(request)) return undefined;
    left -= 1;
    return fault;
  };
}

const isWrite = (request: ProxiedRequest): boolean => request.isWrite;

describe.each(influxServers())('the network before InfluxDB $version fails while events pour in', (installation) => {
  let server: InfluxServer;
  let proxy: FailureProxy;
  let run: FailureRun;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  beforeEach(async () => {
    proxy = await FailureProxy.start(server.url);
    run = await FailureRun.start(await server.database(), { CALLSIGHT_INFLUX_URL: proxy.url });
    proxy.requests.length = 0;
  });
  afterEach(async () => {
    await run.service.remove();
    await proxy.stop();
  });
  afterAll(() => server.stop());

  test.each([503, 429])('%i: it waits as long as it is asked to', async (status) => {
    proxy.fault = first(1, { kind: 'answer', status, headers: { 'retry-after': '2' } });
    run.traffic.begin();
    await run.seen((record) => record.status === 'away' && (record.reason ?? '').includes(`answered ${status}`));
    await until(() => Promise.resolve(proxy.requests.length > 1));
    const [refused, next] = proxy.requests;
    expect(next!.at - refused!.at).toBeGreaterThanOrEqual(1_950);
    await run.expectExact();
  });

  test('503 without a word about when: each wait is longer than the one before', async () => {
    proxy.fault = first(3, { kind: 'answer', status: 503 });
    run.traffic.begin();
    await until(() => Promise.resolve(proxy.requests.length > 3));
    const times = proxy.requests.map(({ at }) => at);
    // At least half of 0.5, 1 and 2 seconds.
    for (const [index, least] of [250, 500, 1_000].entries())
      expect(times[index + 1]! - times[index]!).toBeGreaterThanOrEqual(least - 5);
    await run.expectExact();
  });

  test('connections break in the middle of requests', async () => {
    proxy.fault = first(2, { kind: 'cut' }, isWrite);
    run.traffic.begin();
    await run.seen(({ status, reason }) => status === 'away' && /ECONNRESET|hang up/.test(reason ?? ''));
    await run.expectExact();
  });

  test('answers are lost on their way, when InfluxDB has stored everything', async () => {
    proxy.fault = first(2, { kind: 'lose answer' }, isWrite);
    run.traffic.begin();
    await run.seen(({ status }) => status === 'away');
    await run.expectExact();
  });

  test('answers are slow, and then too slow', async () => {
    proxy.fault = () => ({ kind: 'slow', ms: 100 });
    run.traffic.begin();
    await run.moreCalls(40);
    expect((await run.health()).record.status).toBe('ok');
    proxy.fault = () => ({ kind: 'slow', ms: 1_500 });
    await run.seen(({ status, reason }) => status === 'away' && /timed out/.test(reason ?? ''));
    proxy.fault = () => undefined;
    await run.expectExact();
  });

  test('413 for large bodies: smaller ones get through', async () => {
    const most = 3_000;
    proxy.fault = ({ bytes }) => (bytes > most ? { kind: 'answer', status: 413 } : undefined);
    await run.traffic.burst(40);
    await run.expectExact();
    expect(proxy.requests.some(({ bytes }) => bytes > most)).toBe(true);
    expect((await run.health()).record.dead_letters).toBe(0);
  });

  test('requests that were given up are carried out late, and do not bring old states back', async () => {
    proxy.fault = () => ({ kind: 'hold' });
    run.traffic.begin();
    // Silence again and again, in which the same calls change: whatever is tried, it must not pile up.
    await until(() => Promise.resolve(proxy.held >= 3));
    expect(proxy.requests.filter(isWrite)).toHaveLength(1);
    proxy.fault = () => undefined;
    await run.traffic.finish();
    await proxy.release();
    await run.seen(({ status, pending_rows }) => status === 'ok' && pending_rows === 0);
    await run.expectExact();
  });

  test('a service that stops does not wait for an answer that never comes', async () => {
    const patient = await FailureRun.start(await server.database(), {
      CALLSIGHT_INFLUX_URL: proxy.url,
      CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '30',
    });
    let seconds: number;
    try {
      proxy.fault = () => ({ kind: 'hold' });
      await patient.traffic.burst(1);
      await until(() => Promise.resolve(proxy.held > 0));
    } finally {
      const begun = performance.now();
      await patient.service.remove();
      seconds = (performance.now() - begun) / 1_000;
    }
    expect(seconds).toBeLessThan(5);
  });
});
