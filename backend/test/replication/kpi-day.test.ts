import { callEvent, microsOf, type TestEvent } from '../support/events/event.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';

const SECOND = 1_000_000;
const SETTINGS = { CALLSIGHT_SHORT_ABANDON_SECONDS: '5', CALLSIGHT_SERVICE_LEVEL_SECONDS: '20' };

/** A call by what is written beside it; seconds from the start. */
function call(
  id: string,
  time: string,
  agent: string,
  told: {
    outbound?: true;
    answered?: number;
    ended?: number;
    by?: 'caller' | 'agent';
    cost?: readonly [string, string];
    work?: number;
  },
): TestEvent[] {
  const start = microsOf(`2026-05-05T${time}Z`);
  const { outbound, answered, ended, by = 'agent', cost, work } = told;
  const events: TestEvent[] = [
    callEvent('call.started', id, start, { direction: outbound ? 'outbound' : 'inbound', agent: { id: agent } }),
  ];
  if (answered !== undefined) events.push(callEvent('call.answered', id, start + answered * SECOND, {}));
  if (ended !== undefined)
    events.push(
      callEvent('call.ended', id, start + ended * SECOND, {
        ended_by: by,
        ...(cost === undefined ? {} : { cost: { total: cost[0], currency: cost[1] } }),
        ...(work === undefined ? {} : { after_call_work_ms: work * 1_000 }),
      }),
    );
  return events;
}

const DAY = [
  ...call('c1', '09:00:10', 'anna', { answered: 5, ended: 65, cost: ['0.10', 'EUR'] }),
  ...call('c2', '09:30:00', 'anna', { answered: 30, ended: 90, cost: ['0.25', 'EUR'], work: 10 }),
  ...call('c3', '09:59:59.999', 'anna', { ended: 12, by: 'caller' }),
  ...call('c4', '10:00:00', 'ben', { ended: 3, by: 'caller' }),
  ...call('c5', '10:10:00', 'ben', { outbound: true, answered: 8, ended: 68, cost: ['0.3', 'USD'] }),
  ...call('c6', '10:20:00', 'anna', {}),
];

const WHERE = `"tenant" = 'main' AND time >= '2026-05-05T00:00:00Z' AND time < '2026-05-06T00:00:00Z'`;

describe.each(influxServers())('a day worked out by hand, InfluxDB $version', (installation) => {
  let server: InfluxServer;
  let database: InfluxDatabase;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
    database = await server.database();
    const service = await TestService.start(Date.parse('2026-05-05T10:21:00Z'), {
      ...SETTINGS,
      ...database.variables,
    });
    await service.waitUntilReady();
    await service.main.send(DAY);
    await service.waitUntilPublished();
    await service.remove();
  });
  afterAll(() => server.stop());

  /** Rows without their times. */
  const rows = async (statement: string): Promise<unknown[]> => {
    const series = await database.influxql(statement);
    return series.flatMap(({ tags = {}, values }) => values.map((row) => [...Object.values(tags), ...row.slice(1)]));
  };
  const sums = (fields: string): string =>
    fields
      .split(' ')
      .map((field) => `sum("${field}")`)
      .join(', ');

  test.each(['kpi_1m', 'kpi_1h'])('counts and sums of %s', async (measurement) => {
    const from = `FROM "${measurement}" WHERE "grain" = 'agent' AND ${WHERE}`;
    const counts = 'calls_count calls_offered calls_answered calls_offered_answered calls_answered_in_time';
    const abandons = 'calls_abandoned calls_abandoned_in_time calls_short_abandoned';
    expect(await rows(`SELECT ${sums(`${counts} ${abandons}`)} ${from} GROUP BY "agent"`)).toEqual([
      ['anna', 4, 4, 2, 2, 1, 1, 1, 0],
      ['ben', 2, 1, 1, 0, 0, 0, 0, 1],
    ]);
    const spans = 'calls_duration_sum calls_wait_sum calls_answered_wait_sum calls_talk_sum calls_after_call_work_sum';
    // Waits: 5 + 30 + 12, and 3 + 8.
    expect(await rows(`SELECT ${sums(spans)} ${from} GROUP BY "agent"`)).toEqual([
      ['anna', 120, 47, 35, 120, 10],
      ['ben', 60, 11, 8, 60, 0],
    ]);
    expect(await rows(`SELECT ${sums('calls_count')} ${from} GROUP BY time(1h) fill(none)`)).toEqual([[3], [3]]);
    expect(await rows(`SELECT ${sums('calls_count')} ${from} GROUP BY "outcome"`)).toEqual([
      ['abandoned', 2],
      ['in_progress', 1],
      ['other', 3],
    ]);
  });

  test('ratios and costs', async () => {
    const quotient = (of: string, by: string): string => `sum("${of}") / sum("${by}")`;
    expect(
      await rows(
        `SELECT ${quotient('calls_offered_answered', 'calls_offered')},
           sum("calls_abandoned") / (sum("calls_offered") - sum("calls_short_abandoned")),
           ${quotient('calls_answered_in_time', 'calls_offered_answered')},
           (sum("calls_talk_sum") + sum("calls_hold_sum") + sum("calls_after_call_work_sum")) / sum("calls_answered")
         FROM "kpi_1h" WHERE "grain" = 'agent' AND ${WHERE}`,
      ),
    ).toEqual([[2 / 5, 1 / 4, 1 / 2, 190 / 3]]);
    expect(
      await rows(
        `SELECT ${sums('calls_count calls_cost_sum')} FROM "kpi_1h" WHERE "grain" = 'cost' AND ${WHERE} GROUP BY "currency"`,
      ),
    ).toEqual([
      ['', 3, 0],
      ['EUR', 2, 0.35],
      ['USD', 1, 0.3],
    ]);
  });

  (installation.flux ? test : test.skip)('the same in Flux', async () => {
    const answer = await database.flux(`
      from(bucket: "${database.name}")
        |> range(start: 2026-05-05T00:00:00Z, stop: 2026-05-06T00:00:00Z)
        |> filter(fn: (r) => r._measurement == "kpi_1h" and r.grain == "agent" and r._field == "calls_count")
        |> group(columns: ["agent"])
        |> sum()`);
    expect(answer.map(({ agent, _value }) => [agent, _value])).toEqual([
      ['anna', '4'],
      ['ben', '2'],
    ]);
  });
});
