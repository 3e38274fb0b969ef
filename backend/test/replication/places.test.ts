import { callEvent, microsOf } from '../support/events/event.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-05T12:00:00Z');
const START = microsOf('2026-05-05T10:00:00Z');
const CALLS = 5_000;

/** The start of a call whose sender knows whole seconds only. */
const started = (index: number) =>
  callEvent('call.started', `call-${index}`, START, { direction: 'inbound', agent: { id: 'a' } });

test('calls that begin in the same instant, more than it has places, are one point each and keep their places', async () => {
  const server = await InfluxServer.start(influxServers()[0]!);
  const database = await server.database();
  const service = await TestService.start(NOW, database.variables);
  try {
    await service.waitUntilReady();
    const numbers = Array.from({ length: CALLS }, (_, index) => index);
    for (const part of [numbers.slice(0, CALLS / 2), numbers.slice(CALLS / 2)]) {
      await service.main.send(part.map(started));
      await service.waitUntilPublished();
    }
    const places = async (): Promise<Map<unknown, unknown>> => {
      const series = await database.influxql('SELECT "call_id" FROM "calls"');
      return new Map(series.flatMap(({ values }) => values.map(([time, id]) => [id, time])));
    };
    const first = await places();
    expect(first.size).toBe(CALLS);
    expect(new Set(first.values()).size).toBe(CALLS);

    await service.main.send(
      numbers.map((index) => callEvent('call.ended', `call-${index}`, START + 5_000_000, { ended_by: 'caller' })),
    );
    await service.waitUntilPublished();
    expect(await places()).toEqual(first);
  } finally {
    await service.remove();
    await server.stop();
  }
});
