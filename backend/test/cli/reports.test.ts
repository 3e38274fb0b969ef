import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneCall } from '../support/events/call.js';
import { runCallsight, type CommandRun } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-11-27T12:00:00.000Z');

const WEEKLY = {
  id: 'weekly',
  title: 'Weekly',
  range: 'last_week',
  timezone: 'Europe/Berlin',
  locale: 'en',
  sections: [{ type: 'kpis', metrics: ['calls.count'] }],
};

const running = TestService.forTests(NOW);
let url: string;
let folder: string;
beforeAll(async () => {
  url = await running.listen();
  folder = await mkdtemp(join(tmpdir(), 'callsight-reports-'));
  await running.main.send(phoneCall({ start: '2026-11-18T10:00:00.000Z', answered: 5, ended: 60 }));
  await running.waitUntilProjected();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (
  args: readonly string[],
  surroundings: { columns?: number; signal?: AbortSignal } = {},
): Promise<CommandRun> => runCallsight(args, { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY }, surroundings);

it('says on a terminal that there is nothing', async () => {
  expect(await run(['reports', 'list'])).toEqual({ code: 0, out: '', err: '' });
  expect((await run(['reports', 'list'], { columns: 80 })).out).toMatch(/^there is no report/);
  expect((await run(['schedules', 'list'], { columns: 80 })).out).toMatch(/^there is no schedule/);
});

describe('with a report', () => {
  beforeAll(() => running.main.post('/v1/reports', WEEKLY));

  it('renders a saved report as PDF, called like the report or as --output says', async () => {
    const file = join(folder, 'week.pdf');
    const { code, out, err } = await run(['reports', 'render', 'weekly', '--output', file]);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/week\.pdf: \d+\.\d kB\n$/);
    expect((await readFile(file)).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  it('renders a file with a definition, for a planned time and a recipient, to stdout', async () => {
    const file = join(folder, 'draft.yaml');
    await writeFile(
      file,
      'title: Draft\nrange: yesterday\ntimezone: UTC\nlocale: en\nsections:\n  - type: kpis\n    metrics: [calls.count]\n',
    );
    const args = ['reports', 'render', file, '--format', 'json', '--output', '-'];
    const plain = await run([...args, '--planned-at', '2026-11-19T06:00:00Z']);
    expect([plain.code, plain.err]).toEqual([0, '']);
    expect(plain.out).toContain('2026-11-18T00:00:00.000Z');
    const german = await run([
      ...args,
      ...['--planned-at', '2026-11-19T06:00:00Z', '--recipient-locale', 'de', '--recipient-timezone', 'Europe/Berlin'],
      ...['--recipient-filters', '[{"dimension":"direction","op":"=","values":["outbound"]}]'],
    ]);
    expect(german).toMatchObject({ code: 0, err: '' });
    expect(german.out).toContain('2026-11-17T23:00:00.000Z');
    expect(german.out).toContain('outbound');
    const mail = await run([...args, '--format', 'mail', '--recipient-email', 'ops@example.com']);
    expect(mail.out).toMatch(/^To: ops@example\.com\r?$/m);
  });

  it('writes nothing when the service refuses, and names the reason', async () => {
    const file = join(folder, 'none.pdf');
    expect(await run(['reports', 'render', 'none', '--output', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('unknown_report'),
    });
    const draft = join(folder, 'wrong.json');
    await writeFile(draft, JSON.stringify({ ...WEEKLY, sections: [{ type: 'kpis', metrics: ['calls.cuont'] }] }));
    expect(await run(['reports', 'render', draft, '--output', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('calls.count'),
    });
    await expect(access(file)).rejects.toThrow('ENOENT');
    const filters = ['--recipient-filters', '{"a":1}'];
    expect(await run(['reports', 'render', 'weekly', ...filters])).toMatchObject({ code: 2 });
    expect(await run(['reports', 'render', 'weekly', '--planned-at', 'monday'])).toMatchObject({ code: 2 });
  });

  it('runs a report, waits for its end and lists its files with links that open', async () => {
    const started = await run(['reports', 'run', 'weekly', '--formats', 'csv']);
    expect(started).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^[0-9a-z]{10,30}\tweekly\t\w+\t2026/),
    });
    const args = [
      'reports',
      'run',
      'weekly',
      '--formats',
      'csv,html',
      '--planned-at',
      '2026-11-23T08:00:00+01:00',
      '--wait',
    ];
    const { code, out, err } = await run(args);
    expect(code).toBe(0);
    expect(err).toMatch(/^run [0-9a-z]+: .*\nrun [0-9a-z]+: succeeded, 2 of 2 files\n$/s);
    const [csv, html] = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect([csv?.[0], html?.[0]]).toEqual(['csv', 'html']);
    const link = new URL(csv?.[4] ?? '');
    const file = await fetch(url + link.pathname + link.search);
    expect([file.status, (await file.text()).length > 0]).toEqual([200, true]);
    const listed = await run(['reports', 'list']);
    expect(listed.out).toMatch(/^weekly\tWeekly\tlast_week\t2026-11-\S+Z\t\w+\n$/);
    const [report] = JSON.parse((await run(['reports', 'list', '--json'])).out) as object[];
    expect(report).toMatchObject({ id: 'weekly', last_run: { status: expect.any(String) } });
  });

  it('ends with 1 and the reason when a run failed', async () => {
    await running.main.defineMetric({ id: 'gone', title: 'Gone', formula: 'calls.count * 2' });
    const sections = [{ type: 'kpis', metrics: ['gone'] }];
    await running.main.post('/v1/reports', { ...WEEKLY, id: 'broken', sections });
    await running.main.request('DELETE', '/v1/metrics/gone');
    const { code, err } = await run(['reports', 'run', 'broken', '--formats', 'json', '--wait', '--quiet']);
    expect([code, err]).toEqual([1, expect.stringMatching(/^callsight: run [0-9a-z]+ failed: .*gone/)]);
  });

  it('stops waiting when it is interrupted, and says that the run goes on', async () => {
    const signal = AbortSignal.abort();
    const { code, err } = await run(['reports', 'run', 'weekly', '--formats', 'csv', '--wait'], { signal });
    expect([code, err]).toEqual([130, expect.stringMatching(/no longer waiting; run [0-9a-z]+ goes on\n$/)]);
  });

  it('refuses recipients that may not have it, and formats that there are not', async () => {
    expect(await run(['reports', 'run', 'weekly', '--to', 'ops', '--wait'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('"ops" is no e-mail address'),
    });
    expect(await run(['reports', 'run', 'weekly', '--formats', 'doc'])).toMatchObject({ code: 2 });
  });

  describe('and a schedule', () => {
    beforeAll(() =>
      running.main.post('/v1/schedules', {
        id: 'monday',
        report: 'weekly',
        cron: '0 8 * * 1',
        timezone: 'America/New_York',
        formats: ['pdf'],
        recipients: [],
      }),
    );

    it('lists it with its next time in its zone, also over a change of the clocks', async () => {
      expect((await run(['schedules', 'list'])).out).toBe(
        'monday\tweekly\t0 8 * * 1\tAmerica/New_York\tactive\t2026-11-30T08:00:00-05:00\n',
      );
      expect((await run(['schedules', 'list'], { columns: 80 })).out.split('\n')).toEqual([
        'ID      REPORT  CRON       ZONE              STATE   NEXT',
        'monday  weekly  0 8 * * 1  America/New_York  active  2026-11-30T08:00-05:00',
        '',
      ]);
      running.now = Date.parse('2027-03-05T12:00:00Z');
      const { out } = await run(['schedules', 'next', 'monday', '--count', '2']);
      running.now = NOW;
      expect(out.split('\n').map((line) => line.split('\t')[0])).toEqual([
        '2027-03-08T08:00:00-05:00',
        '2027-03-15T08:00:00-04:00',
        '',
      ]);
    });

    it('pauses and resumes it, once each', async () => {
      const before = await running.main.get('/v1/schedules/monday');
      expect(await run(['schedules', 'pause', 'monday'])).toEqual({
        code: 0,
        out: 'monday is paused (version 2)\n',
        err: '',
      });
      expect((await run(['schedules', 'pause', 'monday'])).out).toBe('monday is paused already\n');
      expect((await run(['schedules', 'list'])).out).toMatch(/\tpaused\t\n$/);
      expect((await run(['schedules', 'resume', 'monday'])).out).toBe('monday is active (version 3)\n');
      expect((await run(['schedules', 'resume', 'monday'])).out).toBe('monday is active already\n');
      expect(await running.main.get('/v1/schedules/monday')).toEqual({ ...(before as object), version: 3 });
      expect(await run(['schedules', 'pause', 'none'])).toMatchObject({
        code: 1,
        err: expect.stringContaining('unknown_schedule'),
      });
    });
  });
});
