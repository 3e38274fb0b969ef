import type { Run } from '@callsight/contract/reports/run';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Monday 30 November 2026, 00:00 UTC: no clock of the zones below changes in that week. */
const BEGIN = Date.UTC(2026, 10, 30);
const DAYS = 7;

const ZONES = [
  ['Europe/Berlin', 1],
  ['Asia/Kolkata', 5.5],
  ['America/New_York', -5],
] as const;

const service = TestService.forTests(BEGIN);

/** One of sixty schedules, and when it has to run in that week: by arithmetic alone. */
function scheduleOf(index: number) {
  const [timezone, offset] = ZONES[index % ZONES.length] ?? ['UTC', 0];
  const [hour, minute] = [index % 24, (index * 7) % 60];
  const isWorkdays = index % 4 === 0;
  const planned: string[] = [];
  for (let day = -1; day <= DAYS; day += 1) {
    // Days count from Monday in the zone of the schedule.
    const at = BEGIN + day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS - offset * HOUR_MS;
    const isWorked = !isWorkdays || [0, 1, 2, 3, 4].includes((day + 7) % 7);
    if (at > BEGIN && at <= BEGIN + DAYS * DAY_MS && isWorked) planned.push(new Date(at).toISOString());
  }
  const definition = {
    id: `schedule-${index}`,
    report: 'daily',
    cron: `${minute} ${hour} * * ${isWorkdays ? '1-5' : '*'}`,
    timezone,
    formats: ['json'],
    recipients: [],
  };
  return { definition, planned };
}

test('sixty schedules run for a week of a clock that goes on minute by minute: each time once, and on time', async () => {
  expect(
    await service.main.request('POST', '/v1/reports', {
      id: 'daily',
      title: 'Daily',
      range: 'yesterday',
      timezone: 'Europe/Berlin',
      locale: 'en',
      sections: [{ type: 'kpis', metrics: ['calls.count'] }],
    }),
  ).toMatchObject({ status: 201 });
  const schedules = Array.from({ length: 60 }, (_, index) => scheduleOf(index));
  for (const { definition } of schedules)
    expect(await service.main.request('POST', '/v1/schedules', definition)).toMatchObject({ status: 201 });
  const { scheduler } = service.services;
  for (let minute = 0; minute <= DAYS * 24 * 60; minute += 1) {
    service.now = BEGIN + minute * MINUTE_MS;
    await scheduler.round();
  }
  const runsOf = async (id: string): Promise<Run[]> =>
    ((await service.main.get(`/v1/schedules/${id}/runs`)) as { runs: Run[] }).runs;
  for (const { definition, planned } of schedules) {
    await until(async () => (await runsOf(definition.id)).every(({ finished_at: end }) => end !== null));
    const runs = (await runsOf(definition.id)).toReversed();
    expect(runs.map(({ planned_at: at }) => at)).toEqual(planned);
    for (const { status, planned_at: at, period, late_s: late } of runs) {
      expect([status, late]).toEqual(['succeeded', 0]);
      // The day before, in the zone of the report: an hour ahead of UTC.
      const midnight = Math.floor((Date.parse(at) + HOUR_MS) / DAY_MS) * DAY_MS - HOUR_MS;
      expect([Date.parse(period.from), Date.parse(period.to)]).toEqual([midnight - DAY_MS, midnight]);
    }
  }
}, 240_000);
