import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/events/call.js';
import { check } from '../support/events/system.js';
import { TestService } from '../support/service/test-service.js';
import { everyAnswer } from './every-answer.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-05-05T12:00:00Z');
const ASKED = { from: NOW - 60 * DAY, to: NOW + DAY };
const SETTINGS = {
  CALLSIGHT_RETENTION_CALLS_DAYS: '30',
  CALLSIGHT_RETENTION_TURNS_DAYS: '10',
  CALLSIGHT_RETENTION_SAMPLES_DAYS: '5',
  CALLSIGHT_RETENTION_KPI_1M_DAYS: '20',
};

/** A call of the same caller so many days ago, with two turns, and a check. */
const daysAgo = (days: number): object[] => {
  const start = new Date(NOW - days * DAY).toISOString();
  return [
    ...phoneCall({ id: `call-${days}`, start, caller: '+4930901820', answered: 2, ended: 30, turns: [{}, {}] }),
    check(start, 'voice', 'up'),
  ];
};

describe.each(influxServers())('InfluxDB $version', (installation) => {
  test('each dataset is kept for as long as it is set to, here, in InfluxDB and after a restore', async () => {
    const server = await InfluxServer.start(installation);
    const database = await server.database();
    const { variables } = database;
    const first = await TestService.start(NOW, { ...SETTINGS, ...variables });
    const services = [first];
    try {
      await first.waitUntilReady();
      await first.main.send([40, 29, 25, 15, 8, 3, 1].flatMap(daysAgo));
      await first.waitUntilPublished();
      first.now += 2 * DAY;
      await first.services.expireRows();
      await first.waitUntilPublished();
      const count = async (query: string): Promise<number> =>
        Number((await database.influxql(query))[0]?.values[0]?.[1] ?? 0);
      expect(await count('SELECT count("known") FROM "calls"')).toBe(5);
      expect(await count('SELECT count("known") FROM "turns"')).toBe(6);
      expect(await count('SELECT count("known") FROM "samples"')).toBe(2);
      const agent = `"grain" = 'agent'`;
      expect(await count(`SELECT sum("calls_count") FROM "kpi_1m" WHERE ${agent}`)).toBe(4);
      // What was too old when it came was never counted; what has been counted stays so for as long as the series is kept.
      expect(await count(`SELECT sum("calls_count") FROM "kpi_1h" WHERE ${agent}`)).toBe(6);

      const expected = await everyAnswer(first.main, ASKED);
      expect(expected['calls 0 total']?.[0]).toEqual([5]);
      const restored = await TestService.start(first.now, { ...SETTINGS, ...variables });
      services.push(restored);
      await restored.waitUntilReady();
      expect(await everyAnswer(restored.main, ASKED)).toEqual(expected);

      // The raw events are kept for longer; folded again they do not bring back what went.
      await first.services.replayAll('main');
      await first.waitUntilPublished();
      expect(await everyAnswer(first.main, ASKED)).toEqual(expected);
    } finally {
      for (const service of services) await service.remove();
      await server.stop();
    }
  });
});
