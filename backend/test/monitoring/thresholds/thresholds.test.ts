import { STATE_TEXTS, type ThresholdPreview, type ThresholdState } from '@callsight/contract/monitoring/threshold';
import { TestService } from '../../support/service/test-service.js';
import { FIRST_MONDAY, sendAll, usualCalls } from './usual-weeks.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Wednesday of the eighth week, 12:00; errors began at 10:30. */
const NOW = FIRST_MONDAY + 51 * DAY + 12 * 60 * MINUTE;
const SICK_SINCE = NOW - 90 * MINUTE;

const service = TestService.forTests(NOW);

const ERRORS = {
  id: 'errors',
  title: 'Calls with errors',
  metric: 'calls.error_rate',
  groupBy: ['agent'],
  kind: 'usual',
  component: 'voice-agent',
};

beforeAll(async () => {
  const incidents = [{ from: SICK_SINCE, to: NOW, errors: 0.3 }];
  await sendAll(service.main, usualCalls({ seed: 1, weeks: 8, peak: 120, until: NOW, agents: ['anna'], incidents }));
  await sendAll(service.main, usualCalls({ seed: 2, weeks: 8, peak: 60, until: NOW, agents: ['ben'] }));
  await service.waitUntilProjected();
  await service.main.post('/v1/thresholds', ERRORS);
}, 300_000);

afterEach(() => {
  service.now = NOW;
});

const stateOf = async (id: string): Promise<ThresholdState[]> =>
  (await service.main.get(`/v1/thresholds/${id}/state`)) as ThresholdState[];

const preview = async (threshold: object, from: number, to: number): Promise<ThresholdPreview> =>
  (await service.main.post('/v1/thresholds/preview', { threshold, from, to })) as ThresholdPreview;

const change = (threshold: object): Promise<unknown> =>
  service.main.request('PUT', `/v1/thresholds/${(threshold as { id: string }).id}`, threshold);

/** The last row of a frame in which a column has a value, by the names of its columns. */
function lastRow({ schema, data }: ThresholdPreview['frame'], name: string, value: string): Record<string, unknown> {
  const at = schema.fields.findIndex((field) => field.name === name);
  const row = data.values[at]?.lastIndexOf(value) ?? -1;
  return Object.fromEntries(schema.fields.map((field, column) => [field.name, data.values[column]?.[row]]));
}

describe('the state of a threshold', () => {
  it('is critical for the group that is sick, with its numbers, and says nothing of the other', async () => {
    const states = await stateOf('errors');
    expect(states.map(({ group, level }) => [group['agent'], level]).sort()).toEqual([
      ['anna', 'critical'],
      ['ben', 'ok'],
    ]);
    const anna = states.find(({ group }) => group['agent'] === 'anna');
    const [errors = [], calls = []] = await service.main.values(
      {
        metrics: ['calls.with_errors', 'calls.count'],
        filters: [{ dimension: 'agent', op: '=', values: ['anna'] }],
      },
      { from: NOW - 30 * MINUTE, to: NOW },
    );
    expect(anna?.n).toBe(calls[0]);
    expect(anna?.value).toBeCloseTo(Number(errors[0]) / Number(calls[0]), 12);
    expect(anna?.baseline).toBeGreaterThan(0.012);
    expect(anna?.baseline).toBeLessThan(0.03);
    expect(anna?.score).toBeGreaterThan(1);
    expect(Date.parse(anna?.since ?? '')).toBeGreaterThan(SICK_SINCE);
    expect(anna?.fired_24h).toBe(1);
  });

  it('is the same after a restart, to the last digit', async () => {
    const before = await service.main.get('/v1/threshold-states');
    await service.stop();
    await service.startReady();
    expect(await service.main.get('/v1/threshold-states')).toEqual(before);
  });

  it('is what a preview says of the same minute, groups and scores included', async () => {
    const anna = (await stateOf('errors')).find(({ group }) => group['agent'] === 'anna');
    const { episodes, frame, expected_minutes: minutes } = await preview(ERRORS, NOW - 14 * DAY, NOW);
    const critical = episodes.filter(({ level }) => level === 'critical');
    const to = new Date(NOW).toISOString();
    expect(critical).toMatchObject([{ group: { agent: 'anna' }, from: anna?.since, to }]);
    expect(lastRow(frame, 'agent', 'anna')).toMatchObject({
      time: NOW,
      score: anna?.score,
      value: anna?.value,
      baseline: anna?.baseline,
      level: 'critical',
    });
    expect(minutes).toBeGreaterThan(10);
  });

  it('of any minute before is what a preview says of it, whenever the preview ends', async () => {
    const whole = await preview(ERRORS, NOW - 2 * DAY, NOW);
    const critical = whole.episodes.filter(({ level }) => level === 'critical');
    const fired = Date.parse(critical[0]?.from ?? '');
    const before = await preview(ERRORS, NOW - 2 * DAY, fired - 5 * MINUTE);
    expect(before.episodes.filter(({ level }) => level === 'critical')).toEqual([]);
    const after = await preview(ERRORS, NOW - 2 * DAY, fired);
    expect(after.episodes.filter(({ level }) => level === 'critical')).toMatchObject([{ from: critical[0]?.from }]);
  });

  it('stays what it is when the threshold gets another title', async () => {
    const before = await stateOf('errors');
    await change({ ...ERRORS, title: 'Another title' });
    expect(await stateOf('errors')).toEqual(before);
    await change(ERRORS);
  });

  it('is suppressed while it is muted, and fires when that ends', async () => {
    const muted = { ...ERRORS, mute_until: new Date(NOW + 10 * MINUTE).toISOString() };
    await change(muted);
    const level = async () => (await stateOf('errors')).find(({ group }) => group['agent'] === 'anna');
    expect(await level()).toMatchObject({ level: 'suppressed', suppressed_by: 'mute' });
    service.now = NOW + 10 * MINUTE;
    expect(await level()).toMatchObject({ level: 'critical' });
    await change(ERRORS);
  });

  it('is closed outside its schedule, and fires when the schedule opens onto what still is wrong', async () => {
    const weekdays = [1, 2, 3, 4, 5];
    const opening = { weekdays, from: '14:00', to: '18:00', timezone: 'Europe/Berlin' };
    await change({ ...ERRORS, schedule: { ...opening, from: '15:00' } });
    // 12:00 in UTC is 14:00 in Berlin, in summer.
    expect((await stateOf('errors')).map(({ level }) => level)).toEqual(['closed', 'closed']);
    await change({ ...ERRORS, schedule: opening });
    expect((await stateOf('errors')).map(({ level }) => level).sort()).toEqual(['critical', 'ok']);
    await change({ ...ERRORS, schedule: { weekdays, from: '22:00', to: '06:00', timezone: 'Europe/Berlin' } });
    expect((await stateOf('errors')).map(({ level }) => level)).toEqual(['closed', 'closed']);
    await change(ERRORS);
  });

  it('is of no group when the threshold is paused', async () => {
    await change({ ...ERRORS, paused: true });
    expect(await stateOf('errors')).toEqual([]);
    await change(ERRORS);
  });
});

describe('the query of states', () => {
  const rows = async (asked: object) => {
    const answer = await service.main.query({
      from: 'now-1h',
      to: 'now',
      queries: [{ refId: 'T', thresholds: asked }],
    });
    const result = answer.results['T'];
    if (result === undefined || 'error' in result) throw new Error(JSON.stringify(result));
    const [frame] = result.frames;
    return { names: frame?.schema.fields.map(({ name }) => name), values: frame?.data.values, frame };
  };

  it('has a row for each active threshold and group, 0 included', async () => {
    const { names, values } = await rows({ ids: ['errors', 'fewer-calls'] });
    expect(names).toEqual(['threshold', 'severity', 'component', 'agent', 'state', 'value', 'baseline', 'score', 'n']);
    const states = (values?.[0] ?? []).map((id, row) => [id, values?.[3]?.[row], values?.[4]?.[row]]);
    expect(states.sort()).toEqual([
      ['errors', 'anna', 2],
      ['errors', 'ben', 0],
      ['fewer-calls', null, 0],
    ]);
  });

  it('gives one column where one is asked for, and only what is bad enough', async () => {
    const { names, values } = await rows({ minLevel: 'critical', columns: ['state'] });
    expect(names).toEqual(['threshold', 'severity', 'component', 'agent', 'state']);
    expect(values?.[0]?.every((id) => ['errors', 'call-errors'].includes(String(id)))).toBe(true);
    expect(new Set(values?.[4])).toEqual(new Set([2]));
  });

  it('says of each state what a message says, where texts are asked for', async () => {
    const { names = [], values = [] } = await rows({ ids: ['errors'], columns: ['value'], texts: true });
    expect(names).toEqual(['threshold', 'severity', 'component', 'agent', ...STATE_TEXTS, 'value']);
    const row = values[3]?.indexOf('anna') ?? -1;
    const anna = Object.fromEntries(names.map((name, column) => [name, values[column]?.[row]]));
    const state = (await stateOf('errors')).find(({ group }) => group['agent'] === 'anna');
    const [rate, calls] = [Number(state?.value), Number(state?.n)];
    const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
    expect(anna).toMatchObject({
      alert_title: 'Calls with errors',
      alert_group: 'Agent anna',
      alert_level: 'critical',
      alert_fact: `Error rate: ${percent(rate)} (${Math.round(rate * calls)} of ${calls} calls in 30 min), usually ${percent(Number(state?.baseline))}`,
      alert_dashboard: expect.stringMatching(/^d\/callsight-quality\?/) as unknown,
      alert_calls: expect.stringMatching(/^d\/callsight-calls\?.*var-filters=agent%7C%3D%7Canna/) as unknown,
      alert_runbook: null,
      value: rate,
    });
    expect(anna['alert_since']).toMatch(/^Wed \d+ \w+, 1[01]:\d\d \(UTC\)$/);
  });

  it('is a typed frame without rows where nothing fits', async () => {
    const { frame } = await rows({ ids: ['nothing'] });
    expect(frame?.schema.meta['type']).toBe('numeric-long');
    expect(frame?.data.values.every((column) => column.length === 0)).toBe(true);
  });
});

describe('a threshold that is built in', () => {
  it('is replaced under its id, and comes back when that is deleted', async () => {
    const get = async () =>
      (await service.main.get('/v1/thresholds/slow-agents')) as { version: number; title: string };
    expect(await get()).toMatchObject({ version: 0, title: 'Agents answer slowly' });
    const own = { id: 'slow-agents', title: 'Slow', metric: 'turns.latency.p90', kind: 'usual' };
    expect((await service.main.request('PUT', '/v1/thresholds/slow-agents', own)).status).toBe(200);
    expect(await get()).toMatchObject({ version: 1, title: 'Slow' });
    const { thresholds } = (await service.main.get('/v1/thresholds')) as { thresholds: { id: string }[] };
    expect(thresholds.filter(({ id }) => id === 'slow-agents')).toHaveLength(1);
    expect((await service.main.request('DELETE', '/v1/thresholds/slow-agents')).status).toBe(204);
    expect(await get()).toMatchObject({ version: 0 });
    expect((await service.main.request('DELETE', '/v1/thresholds/slow-agents')).status).toBe(400);
  });
});

describe('a threshold that makes no sense', () => {
  const CASES: readonly (readonly [string, object, string])[] = [
    ['an unknown metric', { metric: 'calls.cuont' }, '/metric'],
    ['an unknown dimension', { groupBy: ['agnet'] }, '/groupBy/0'],
    ['a continuous dimension', { groupBy: ['duration'] }, '/groupBy/0'],
    ['a sum that is unusual', { metric: 'calls.cost.sum' }, '/metric'],
    [
      'a maximum without a plain comparison',
      { metric: 'calls.wait.max', kind: 'fixed', limit: { critical: 1 } },
      '/comparison',
    ],
    ['a limit of what is usual', { limit: { critical: 1 } }, '/limit'],
    ['fixed without a limit', { kind: 'fixed' }, '/limit'],
    ['a warning beyond the critical limit', { kind: 'fixed', limit: { warning: 2, critical: 1 } }, '/limit/warning'],
    ['silence of a rate', { kind: 'silence' }, '/metric'],
    ['a percentile below', { metric: 'turns.latency.p95', direction: 'below' }, '/direction'],
    ['a window of a second', { window: '1s' }, '/window'],
    [
      'a zone that does not exist',
      { schedule: { weekdays: [1], from: '08:00', to: '09:00', timezone: 'Mars' } },
      '/schedule/timezone',
    ],
    [
      'a calendar that does not exist',
      { schedule: { weekdays: [1], from: '08:00', to: '09:00', timezone: 'UTC', calendar: 'x' } },
      '/schedule/calendar',
    ],
  ];

  it.each(CASES)('is refused, and says where: %s', async (_name, change, path) => {
    const reply = await service.main.request('POST', '/v1/thresholds', { ...ERRORS, id: 'wrong', ...change });
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: { path } });
    const previewed = await service.main.request('POST', '/v1/thresholds/preview', {
      threshold: { ...ERRORS, id: 'wrong', ...change },
      from: NOW - DAY,
      to: NOW,
    });
    expect(previewed.status).toBe(400);
  });

  it('keeps what it names from being deleted', async () => {
    await service.main.post('/v1/calendars', {
      id: 'closed',
      title: 'Closed',
      days: [{ date: '2026-12-25', title: 'Christmas' }],
    });
    await service.main.defineMetric({
      id: 'own.rate',
      title: 'Own',
      formula: 'calls.with_errors / calls.count',
      unit: 'percentunit',
    });
    const schedule = { weekdays: [1], from: '08:00', to: '09:00', timezone: 'UTC', calendar: 'closed' };
    await service.main.post('/v1/thresholds', { ...ERRORS, id: 'own', metric: 'own.rate', schedule });
    expect((await service.main.request('DELETE', '/v1/calendars/closed')).body).toMatchObject({
      error: { code: 'calendar_in_use', suggestions: ['own'] },
    });
    expect((await service.main.request('DELETE', '/v1/metrics/own.rate')).body).toMatchObject({
      error: { code: 'metric_in_use', suggestions: ['own'] },
    });
    expect((await service.main.request('DELETE', '/v1/thresholds/own')).status).toBe(204);
    expect((await service.main.request('DELETE', '/v1/calendars/closed')).status).toBe(204);
    expect((await service.main.request('DELETE', '/v1/metrics/own.rate')).status).toBe(204);
  });
});
