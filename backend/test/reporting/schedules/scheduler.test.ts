import type { ScheduleHistory } from '@callsight/contract/reports/schedule';
import { phoneCall } from '../../support/events/call.js';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';
import { schedule, scheduledRuns } from './scheduled-runs.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Friday 27 November 2026, 06:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 27, 5);
const service = TestService.forTests(NOW);

const { put, runsOf, endedRuns, at } = scheduledRuns(service);

beforeAll(async () => {
  const report = {
    title: 'Daily',
    range: 'yesterday',
    timezone: 'Europe/Berlin',
    locale: 'en',
    sections: [{ type: 'kpis', metrics: ['calls.count'] }],
  };
  await put('reports', { ...report, id: 'daily' });
  await put('reports', { ...report, id: 'monthly', range: 'last_month', timezone: 'America/Los_Angeles' });
  const days = [1, 2, 2, 3, 3, 3];
  const calls = days.map((day) =>
    phoneCall({ start: new Date(NOW - day * DAY_MS).toISOString(), answered: 5, ended: 60 }),
  );
  await service.main.send(calls.flat());
  await service.waitUntilProjected();
});

test('a planned time becomes one run, about the period that follows from it', async () => {
  await put('schedules', schedule('once'));
  const planned = Date.UTC(2026, 10, 27, 7);
  await at(planned - 1);
  expect(await runsOf('once')).toEqual([]);
  await at(planned + 400);
  await at(planned + 1_400);
  const [run, ...others] = await endedRuns('once');
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    status: 'succeeded',
    schedule: 'once',
    planned_at: '2026-11-27T07:00:00.000Z',
    late_s: 0.4,
    period: { from: '2026-11-25T23:00:00.000Z', to: '2026-11-26T23:00:00.000Z' },
  });
  await service.stop();
  await service.startReady();
  await at(planned + 3_000);
  expect(await endedRuns('once')).toHaveLength(1);
});

test('a pause has no times, and neither has what lies before a change', async () => {
  await put('schedules', schedule('paused', { cron: '0 * * * *', paused: true }));
  const from = service.now;
  await at(from + 5 * HOUR_MS);
  const { status } = await service.main.request(
    'PUT',
    '/v1/schedules/paused',
    schedule('paused', { cron: '0 * * * *' }),
  );
  expect(status).toBe(200);
  await at(service.now + MINUTE_MS);
  expect(await runsOf('paused')).toEqual([]);
  await at(Math.ceil(service.now / HOUR_MS) * HOUR_MS + 10);
  expect(await endedRuns('paused')).toHaveLength(1);
  await service.main.request('DELETE', '/v1/schedules/paused');
});

test('a key that is revoked stops nothing that it has planned', async () => {
  const made = await service.main.request('POST', '/v1/keys', { name: 'planner', scopes: ['query', 'reports'] });
  const { id, key } = made.body as { readonly id: string; readonly key: string };
  const reply = await service.app.inject({
    method: 'POST',
    url: '/v1/schedules',
    headers: { authorization: `Bearer ${key}` },
    payload: schedule('orphan', { cron: '0 * * * *' }),
  });
  expect(reply.statusCode).toBe(201);
  expect(await service.main.request('DELETE', `/v1/keys/${id}`)).toMatchObject({ status: 204 });
  await at(Math.ceil(service.now / HOUR_MS + 1) * HOUR_MS);
  expect((await endedRuns('orphan'))[0]).toMatchObject({ status: 'succeeded', created_by: id });
  await service.main.request('DELETE', '/v1/schedules/orphan');
});

describe('after seven days without the service', () => {
  const back = Date.UTC(2026, 11, 8, 9);

  beforeAll(async () => {
    service.now = Date.UTC(2026, 11, 1, 9);
    await service.main.request('DELETE', '/v1/schedules/once');
    await put('schedules', schedule('latest', { missed: 'latest' }));
    await put('schedules', schedule('all', { missed: 'all', grace: '60h' }));
    await put('schedules', schedule('skip', { missed: 'skip' }));
    await put('schedules', schedule('often', { missed: 'latest', cron: '* * * * *' }));
    await at(service.now);
    await service.stop();
    service.now = back;
    await service.startReady();
    await at(back + 500);
  });

  const statusesOf = async (id: string): Promise<readonly (readonly [string, string])[]> =>
    (await endedRuns(id)).map(({ planned_at: planned, status }) => [planned.slice(0, 10), status]);

  test('latest makes up for the last one, however late', async () => {
    expect(await statusesOf('latest')).toEqual([
      ['2026-12-08', 'succeeded'],
      ...['07', '06', '05', '04', '03', '02'].map((day) => [`2026-12-${day}`, 'skipped']),
    ]);
    const [last, skipped] = await runsOf('latest');
    expect(last?.late_s).toBe(2 * 3_600 + 0.5);
    expect(skipped?.reason).toBe(
      'the service did not run at the planned time; only the latest missed run is made up for',
    );
  });

  test('all makes up for those within the grace time, each about its own period, the oldest first', async () => {
    expect(await statusesOf('all')).toEqual([
      ...['08', '07', '06'].map((day) => [`2026-12-${day}`, 'succeeded']),
      ...['05', '04', '03', '02'].map((day) => [`2026-12-${day}`, 'skipped']),
    ]);
    const made = (await runsOf('all')).filter(({ status }) => status === 'succeeded');
    expect(made.map(({ period }) => period.to)).toEqual([
      '2026-12-07T23:00:00.000Z',
      '2026-12-06T23:00:00.000Z',
      '2026-12-05T23:00:00.000Z',
    ]);
  });

  test('skip makes up for none, and shows them; the next one comes as planned', async () => {
    expect((await statusesOf('skip')).map(([, status]) => status)).toEqual(Array(7).fill('skipped'));
    await at(Date.UTC(2026, 11, 9, 7));
    expect((await statusesOf('skip'))[0]).toEqual(['2026-12-09', 'succeeded']);
  });

  test('of ten thousand missed times one is made up for, and the last fifty are shown', async () => {
    const statuses = (await endedRuns('often')).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'succeeded').length).toBeGreaterThanOrEqual(1);
    expect(statuses.filter((status) => status === 'skipped').length).toBeLessThanOrEqual(100);
  });
});

test('a monthly report of the first of January in Los Angeles that is made a day late is about December', async () => {
  service.now = Date.UTC(2026, 11, 20);
  for (const id of ['latest', 'all', 'skip', 'often']) await service.main.request('DELETE', `/v1/schedules/${id}`);
  const monthly = { report: 'monthly', cron: '0 0 1 * *', timezone: 'America/Los_Angeles' };
  await put('schedules', schedule('january', monthly));
  await at(service.now);
  await service.stop();
  service.now = Date.UTC(2027, 0, 2, 12);
  await service.startReady();
  await at(service.now);
  expect((await endedRuns('january'))[0]).toMatchObject({
    status: 'succeeded',
    planned_at: '2027-01-01T08:00:00.000Z',
    period: { from: '2026-12-01T08:00:00.000Z', to: '2027-01-01T08:00:00.000Z' },
  });
}, 60_000);

test('sixty schedules of one minute all end', async () => {
  const begin = Date.UTC(2027, 0, 11, 6, 30);
  service.now = begin;
  const ids = Array.from({ length: 60 }, (_, index) => `crowd-${index}`);
  for (const id of ids) await put('schedules', schedule(id));
  await at(begin + 30 * MINUTE_MS + 100);
  for (const id of ids) {
    const runs = await endedRuns(id);
    expect(runs.map(({ status }) => status)).toEqual(['succeeded']);
    await service.main.request('DELETE', `/v1/schedules/${id}`);
  }
}, 180_000);

describe('conditions', () => {
  const conditionOf = async (id: string): Promise<object | undefined> => {
    const [run] = await endedRuns(id);
    return run && { status: run.status, reason: run.reason, condition: run.condition };
  };

  test('a report is sent only if its condition holds; why not stands in the history', async () => {
    // In the period of this run there is one call, in that of the run before there are two, and then three.
    await service.stop();
    service.now = NOW - MINUTE_MS;
    await service.startReady();
    const cases = {
      data: { has_data: true },
      few: { metric: 'calls.count', op: '<', value: 2 },
      many: { metric: 'calls.count', op: '>', value: 1 },
      fell: { metric: 'calls.count', of: 'change', op: '<=', value: -0.5 },
      filtered: {
        metric: 'calls.count',
        filters: [{ dimension: 'direction', op: 'in', values: ['outbound'] }],
        op: '>',
        value: 0,
      },
    };
    for (const [id, condition] of Object.entries(cases)) await put('schedules', schedule(id, { condition }));
    await at(Date.UTC(2026, 10, 27, 7));
    expect(await conditionOf('data')).toMatchObject({ status: 'succeeded', condition: '1 calls began in the period' });
    expect(await conditionOf('few')).toMatchObject({ status: 'succeeded', condition: 'calls.count 1, < 2' });
    expect(await conditionOf('many')).toMatchObject({
      status: 'skipped',
      reason: 'the condition does not hold: calls.count 1, not > 1',
    });
    expect(await conditionOf('fell')).toMatchObject({
      status: 'succeeded',
      condition: 'calls.count changed by -0.5, <= -0.5',
    });
    expect(await conditionOf('filtered')).toMatchObject({ status: 'skipped' });
  });

  test('how often it would have sent in the last days, each with its value', async () => {
    const { status, body } = await service.main.request('POST', '/v1/schedules/many/history?days=5');
    expect(status).toBe(200);
    const { planned, would_send: sent, runs } = body as ScheduleHistory;
    expect([planned, sent]).toEqual([5, 2]);
    expect(runs.map(({ planned_at: at, value, would_send: would }) => [at.slice(0, 10), value, would])).toEqual([
      ['2026-11-23', 0, false],
      ['2026-11-24', 0, false],
      ['2026-11-25', 3, true],
      ['2026-11-26', 2, true],
      ['2026-11-27', 1, false],
    ]);
  });

  test('a metric that is gone fails the run with the reason, and nothing is sent', async () => {
    await put(
      'schedules',
      schedule('gone', { condition: { metric: 'calls.count', of: 'anomaly', op: '>', value: 3 } }),
    );
    await at(Date.UTC(2026, 10, 28, 7));
    // Too few calls to say what is usual.
    expect(await conditionOf('gone')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('has no anomaly') as string,
    });
  });
});

describe('data that is not complete', () => {
  beforeAll(async () => {
    const known = (await service.main.get('/v1/schedules')) as { schedules: { id: string }[] };
    for (const { id } of known.schedules) await service.main.request('DELETE', `/v1/schedules/${id}`);
    service.now = Date.UTC(2027, 1, 1, 6);
    // What is accepted from here on is no row.
    service.services.projector.hold();
    const late = new Date(service.now - DAY_MS).toISOString();
    await service.main.send(phoneCall({ start: late, answered: 5, ended: 60 }));
    for (const [id, after] of [
      ['patient', 'fail'],
      ['giving-up', 'fail'],
      ['going-on', 'send'],
    ] as const)
      await put('schedules', schedule(id, { wait_for_data: id === 'patient' ? '2h' : '1s', after_wait: after }));
    await at(Date.UTC(2027, 1, 1, 7));
    for (const id of ['patient', 'giving-up', 'going-on'])
      await until(async () => (await runsOf(id))[0]?.status === 'waiting_for_data');
  });

  test('is waited for, for so long; then the run fails, or goes on and says so', async () => {
    // The lag is measured in time that passes; the clock of the test stands.
    await until(() => Promise.resolve(service.services.ledger.pendingForMs > 3_000));
    service.now += 1_000;
    expect((await endedRuns('giving-up'))[0]).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('complete up to') as string,
    });
    expect((await endedRuns('going-on'))[0]).toMatchObject({
      status: 'succeeded',
      notes: [expect.stringContaining('complete up to') as string],
    });
    expect((await runsOf('patient'))[0]).toMatchObject({ status: 'waiting_for_data' });
    service.services.projector.release();
    expect((await endedRuns('patient'))[0]).toMatchObject({ status: 'succeeded', notes: [] });
  }, 60_000);
});
