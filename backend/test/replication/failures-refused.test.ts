import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/events/call.js';
import { TestService } from '../support/service/test-service.js';
import { expectExact, listedCalls } from './failure-exact.js';
import { keepDays } from './failure-retention.js';
import type { Health } from '../support/service/service-under-test.js';
import { DAY, FailureRun, NOW, START } from './failure-service.js';

/** In the shard of the calls, and at no time of theirs. */
const BESIDE = `${START - 3_600_000}000000`;

const TENANT = 'main';

interface Letters {
  readonly dead_letters: readonly { readonly id: string; measurement: string; row: string; reason: string }[];
}

describe.each(influxServers())('InfluxDB $version does not take everything', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  const lettersOf = async ({ service }: FailureRun): Promise<Letters['dead_letters']> =>
    ((await service.main.request('GET', '/v1/dead-letters')).body as Letters).dead_letters;

  test('one row is set aside with the reason, the others get through; it is there after a replay', async () => {
    const run = await FailureRun.start(await server.database());
    try {
      // A field that one call alone has is of another type there.
      expect(await run.database.write(`calls,tenant=none,shard=none language=5i ${BESIDE}`)).toBe(204);
      const start = new Date(START).toISOString();
      const bad = phoneCall({ id: 'bad', start, started: { language: 'de' }, answered: 1, ended: 9, turns: [{}, {}] });
      run.traffic.begin();
      await run.moreCalls(20);
      await run.service.main.send(bad);
      await run.moreCalls(20);
      await run.traffic.finish();
      await run.service.waitUntilPublished();

      const recorded = async (): Promise<number> =>
        Number((await run.database.influxql('SELECT count(known) FROM calls'))[0]?.values[0]?.[1]);
      expect(await recorded()).toBe(run.traffic.calls);
      const turns = await run.database.influxql('SELECT count(known) FROM turns');
      expect(turns[0]?.values[0]?.[1]).toBe(run.traffic.turns + 2);
      expect(await run.health()).toMatchObject({
        status: 'degraded',
        ready: true,
        record: { status: 'ok', dead_letters: 1, pending_rows: 0, pending_cells: 0, lag_seconds: 0 },
      });
      const letters = await run.service.services.replication!.deadLetters(TENANT, 10);
      expect(letters).toEqual([
        expect.objectContaining({
          measurement: 'calls',
          row: 'bad',
          reason: expect.stringMatching(/InfluxDB answered 4(00|22): .*field type conflict.*language/),
          refused_at: new Date(NOW).toISOString(),
        }),
      ]);

      // As long as nothing has changed there it is refused again, and still is one.
      const replay = () => run.service.main.request('POST', `/v1/dead-letters/${letters[0]!.id}/replay`);
      expect((await replay()).status).toBe(202);
      await run.service.waitUntilPublished();
      expect(await lettersOf(run)).toEqual([expect.objectContaining({ measurement: 'calls', row: 'bad' })]);
      expect(await recorded()).toBe(run.traffic.calls);

      // The type goes with the measurement, and so all rows are published anew.
      await run.database.influxql('DROP MEASUREMENT calls');
      expect((await run.service.main.request('POST', '/v1/replay')).status).toBe(202);
      await run.service.waitUntilPublished();
      expect(await lettersOf(run)).toEqual([]);
      await expectExact(run.database, await listedCalls((body) => run.service.main.query(body), DAY), {
        calls: run.traffic.calls + 1,
        turns: run.traffic.turns + 2,
      });
      expect(await run.health()).toMatchObject({ status: 'ok', record: { dead_letters: 0 } });
    } finally {
      await run.service.remove();
    }
  });

  test('cells of a KPI series are set aside each for itself, and replayed', async () => {
    const database = await server.database();
    const service = await TestService.start(NOW, { ...database.variables });
    try {
      await service.waitUntilReady();
      expect(await database.write(`kpi_1m,grain=none calls_transferred=0.5 ${BESIDE}`)).toBe(204);
      const minutes = [0, 1, 2];
      const start = (minute: number): string => new Date(START + minute * 60_000).toISOString();
      await service.main.send(minutes.flatMap((minute) => phoneCall({ start: start(minute), answered: 1, ended: 9 })));
      await service.waitUntilPublished();
      const { replication } = service.services;
      const letters = await replication!.deadLetters(TENANT, 100);
      // By agent, by campaign and by queue, a minute each; the hour is taken.
      expect(letters).toHaveLength(minutes.length * 3);
      expect(letters.filter(({ row }) => row.startsWith('["agent"'))).toHaveLength(minutes.length);
      expect(letters.every(({ measurement }) => measurement === 'kpi_1m')).toBe(true);
      const sum = async (series: string): Promise<unknown> =>
        (await database.influxql(`SELECT sum(calls_count) FROM ${series} WHERE "grain" = 'agent'`))[0]?.values[0]?.[1];
      expect([await sum('kpi_1m'), await sum('kpi_1h')]).toEqual([undefined, minutes.length]);

      await database.influxql('DROP MEASUREMENT kpi_1m');
      expect(await replication!.replayDeadLetters(TENANT, undefined)).toBe(letters.length);
      await service.waitUntilPublished();
      expect(await sum('kpi_1m')).toBe(minutes.length);
      expect(await replication!.deadLetters(TENANT, 100)).toEqual([]);
    } finally {
      await service.remove();
    }
  });

  test('rows older than what the bucket keeps are counted, and hold nothing up', async () => {
    const database = await server.database();
    await keepDays(server, database, 8);
    // The age of a point is told by the clock of the server.
    const now = Date.now();
    const service = await TestService.start(now, { ...database.variables });
    try {
      await service.waitUntilReady();
      const at = (days: number, second: number): string =>
        new Date(now - days * 86_400_000 - 600_000 + second * 1_000).toISOString();
      const old = [0, 1, 2].flatMap((second) => phoneCall({ start: at(20, second), answered: 1, ended: 3 }));
      const fresh = [0, 1, 2, 3].flatMap((second) => phoneCall({ start: at(0, second), answered: 1, ended: 3 }));
      await service.main.send([...old, ...fresh]);
      await service.waitUntilPublished();
      const count = await database.influxql('SELECT count(known) FROM calls');
      expect(count[0]?.values[0]?.[1]).toBe(4);
      const health = (await service.main.request('GET', '/healthz')).body as Health;
      expect(health).toMatchObject({
        status: 'ok',
        record: { status: 'ok', dead_letters: 0, pending_rows: 0, pending_cells: 0, lag_seconds: 0 },
      });
      const minutes = new Set([0, 1, 2].map((second) => at(20, second).slice(0, 16))).size;
      const hours = new Set([0, 1, 2].map((second) => at(20, second).slice(0, 13))).size;
      // Besides the rows their cells, by agent, campaign, queue and cost: only those that have a cost count it.
      expect(health.record.expired).toBeGreaterThanOrEqual(3 + (minutes + hours) * 3);
      expect(health.record.expired).toBeLessThanOrEqual(3 + (minutes + hours) * 4);
    } finally {
      await service.remove();
    }
  });
});
