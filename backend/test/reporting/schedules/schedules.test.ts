import type { PlannedRun, SchedulePreview } from '@callsight/contract/reports/schedule';
import { TestService } from '../../support/service/test-service.js';

/** Friday 27 November 2026, 06:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 27, 5);
const service = TestService.forTests(NOW, { CALLSIGHT_MAIL_DOMAINS: 'firm.example' });

const report = (id: string, further: object = {}): object => ({
  id,
  title: 'Weekly',
  range: 'last_week',
  timezone: 'Europe/Berlin',
  locale: 'en',
  sections: [{ type: 'kpis', metrics: ['calls.count'] }],
  ...further,
});

const schedule = (further: object = {}): object => ({
  id: 'monday',
  report: 'weekly',
  cron: '0 8 * * 1',
  timezone: 'Europe/Berlin',
  missed: 'latest',
  formats: ['html'],
  recipients: [],
  ...further,
});

const refusalOf = async (further: object): Promise<readonly [number, string, string]> => {
  const { status, body } = await service.main.request('POST', '/v1/schedules', schedule(further));
  const { message = '', path = '' } = (body as { error?: { message?: string; path?: string } }).error ?? {};
  return [status, path, message];
};

const nextOf = async (further: object, count = 3): Promise<PlannedRun[]> => {
  const { status, body } = await service.main.request('POST', '/v1/schedules/preview', {
    schedule: schedule(further),
    count,
  });
  expect([status, body]).toEqual([200, expect.anything()]);
  return (body as SchedulePreview).next;
};

beforeAll(async () => {
  for (const one of [
    report('weekly'),
    report('monthly', { range: 'last_month', timezone: 'America/Los_Angeles' }),
    report('fixed', { range: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' } }),
  ])
    expect(await service.main.request('POST', '/v1/reports', one)).toMatchObject({ status: 201 });
  const days = [
    { date: '2026-12-01', title: 'Closed' },
    { from: '2026-12-24', to: '2026-12-31', title: 'Christmas' },
  ];
  const calendar = { id: 'holidays', title: 'Holidays', days };
  expect(await service.main.request('POST', '/v1/calendars', calendar)).toMatchObject({ status: 201 });
});

test('the next runs say when they are, with their offset, and what each is about', async () => {
  expect(await service.main.request('POST', '/v1/schedules', schedule())).toMatchObject({ status: 201 });
  expect(await service.main.get('/v1/schedules/monday/next?count=2')).toEqual({
    next: [
      {
        planned_at: '2026-11-30T07:00:00.000Z',
        local: '2026-11-30T08:00:00',
        utc_offset: '+01:00',
        period: { from: '2026-11-22T23:00:00.000Z', to: '2026-11-29T23:00:00.000Z' },
      },
      {
        planned_at: '2026-12-07T07:00:00.000Z',
        local: '2026-12-07T08:00:00',
        utc_offset: '+01:00',
        period: { from: '2026-11-29T23:00:00.000Z', to: '2026-12-06T23:00:00.000Z' },
      },
    ],
  });
  const list = (await service.main.get('/v1/schedules/monday/next')) as { next: unknown[] };
  expect(list.next).toHaveLength(10);
});

test('they begin with starts_at where that lies ahead, and end with ends_at', async () => {
  const range = { starts_at: '2027-03-27T00:00:00+01:00', ends_at: '2027-03-29T23:59:00+02:00', cron: '30 2 * * *' };
  expect((await nextOf(range, 10)).map(({ planned_at: at, local, utc_offset: offset }) => [at, local, offset])).toEqual(
    [
      ['2027-03-27T01:30:00.000Z', '2027-03-27T02:30:00', '+01:00'],
      // The clock skips half past two.
      ['2027-03-28T01:00:00.000Z', '2027-03-28T03:00:00', '+02:00'],
      ['2027-03-29T00:30:00.000Z', '2027-03-29T02:30:00', '+02:00'],
    ],
  );
});

test('the period follows from the planned time, in the zone of the report', async () => {
  const [first] = await nextOf({
    report: 'monthly',
    cron: '0 0 1 * *',
    timezone: 'America/Los_Angeles',
    starts_at: '2026-12-02T00:00:00Z',
  });
  expect(first).toMatchObject({
    planned_at: '2027-01-01T08:00:00.000Z',
    period: { from: '2026-12-01T08:00:00.000Z', to: '2027-01-01T08:00:00.000Z' },
  });
});

describe('working days', () => {
  const daysOf = async (further: object, count: number): Promise<string[]> =>
    (await nextOf(further, count)).map(({ local }) => local.slice(0, 10));

  test('only: without weekends, and without the days of the calendar', async () => {
    expect(await daysOf({ cron: '0 8 * * *', workdays_only: true, calendar: 'holidays' }, 4)).toEqual([
      '2026-11-27',
      '2026-11-30',
      '2026-12-02',
      '2026-12-03',
    ]);
    expect(await daysOf({ cron: '0 8 * * *', calendar: 'holidays' }, 5)).toEqual([
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
      '2026-11-30',
      '2026-12-02',
    ]);
  });

  test('the first and the last of each month', async () => {
    const every = { cron: '0 8 * * *', calendar: 'holidays' };
    expect(await daysOf({ ...every, workday_of_month: 'first' }, 4)).toEqual([
      '2026-12-02',
      '2027-01-01',
      '2027-02-01',
      '2027-03-01',
    ]);
    expect(await daysOf({ ...every, workday_of_month: 'last' }, 3)).toEqual(['2026-11-30', '2026-12-23', '2027-01-29']);
  });
});

test.each([
  ['a zone of Windows', { timezone: 'GMT Standard Time' }, '/timezone', 'Europe/London may be meant'],
  ['a zone with a slip', { timezone: 'Europe/Berln' }, '/timezone', 'Europe/Berlin may be meant'],
  ['a city', { timezone: 'New York' }, '/timezone', 'America/New_York may be meant'],
  ['five fields', { cron: '0 0 8 * * 1' }, '/cron', '6 fields'],
  ['an hour that does not exist', { cron: '0 25 * * *' }, '/cron', 'Invalid value for hour: 25'],
  ['a day that never comes', { cron: '0 8 30 2 *' }, '/cron', 'never comes'],
  ['an end before the first time', { ends_at: '2026-11-28T00:00:00Z' }, '/cron', 'never comes before ends_at'],
  [
    'an end before the start',
    { starts_at: '2027-02-01T00:00:00Z', ends_at: '2027-01-01T00:00:00Z' },
    '/ends_at',
    'starts_at',
  ],
  ['a report that is not there', { report: 'weekley' }, '/report', 'weekly'],
  ['a calendar that is not there', { calendar: 'holiday' }, '/calendar', 'holidays'],
  ['a working day of a Monday', { workday_of_month: 'first' }, '/cron', '"0 8 * * *"'],
  ['a grace time', { grace: 'soon' }, '/grace', '30m or 6h'],
  ['a wait of days', { wait_for_data: '3d' }, '/wait_for_data', 'at most 24h'],
  ['an address', { recipients: [{ email: 'boss' }] }, '/recipients/0/email', 'ops@example.com'],
  [
    'an address with a header',
    { recipients: [{ email: 'a@firm.example\r\nBcc: b@c.de' }] },
    '/recipients/0/email',
    'no e-mail address',
  ],
  [
    'an address twice',
    { recipients: [{ email: 'a@firm.example' }, { email: 'A@firm.example' }] },
    '/recipients/1/email',
    'twice',
  ],
  [
    'a filter that no section knows',
    { recipients: [{ email: 'a@firm.example', filters: [{ dimension: 'agnt', op: 'in', values: ['anna'] }] }] },
    '/recipients/0/filters',
    'agent',
  ],
  ['a metric', { condition: { metric: 'calls.cuont', op: '>', value: 3 } }, '/condition/metrics/0', 'calls.count'],
  ['a threshold', { condition: { threshold: 'nothing' } }, '/condition/threshold', 'nothing'],
  ['a target', { targets: ['slack'] }, '/targets/0', 'slack'],
] as const)('%s is refused, and said where', async (_title, further, path, message) => {
  const [status, at, said] = await refusalOf({ ...further, id: 'refused' });
  expect([status, at]).toEqual([400, path]);
  expect(said).toContain(message);
});

test('a preview warns of what is allowed and hardly meant', async () => {
  const { body } = await service.main.request('POST', '/v1/schedules/preview', {
    schedule: schedule({ report: 'fixed', timezone: 'Asia/Tokyo', recipients: [{ email: 'a@firm.example' }] }),
  });
  expect((body as SchedulePreview).warnings).toEqual([
    'The report covers a fixed range: every run is about the same days.',
    'The schedule runs by the clock of Asia/Tokyo, the report counts days of Europe/Berlin.',
    expect.stringContaining('No mail can be sent') as string,
  ]);
});

test('a report, a calendar and a metric that a schedule needs stay', async () => {
  const further = {
    id: 'needs',
    calendar: 'holidays',
    report: 'fixed',
    condition: { metric: 'talked', op: '>', value: 1 },
  };
  const metric = { id: 'talked', title: 'Talked', formula: 'calls.count * 2', unit: 'short' };
  const made = await service.main.request('POST', '/v1/metrics', metric);
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  expect(await service.main.request('POST', '/v1/schedules', schedule(further))).toMatchObject({ status: 201 });
  for (const path of ['/v1/reports/fixed', '/v1/calendars/holidays', '/v1/metrics/talked'])
    expect(await service.main.request('DELETE', path)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('needs') as string } },
    });
  expect(await service.main.request('DELETE', '/v1/schedules/needs')).toMatchObject({ status: 204 });
  expect(await service.main.request('DELETE', '/v1/reports/fixed')).toMatchObject({ status: 204 });
});
