import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderWriter } from '../../src/cli/definition-files.js';
import { runCallsight, type CommandRun } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-11-27T12:00:00.000Z');
const KINDS = ['metrics', 'funnels', 'calendars', 'checks', 'thresholds', 'reports', 'schedules'] as const;

/** One of each kind; what one names stands before it, but for the first metric, which names the second. */
const DEFINITIONS: readonly (readonly [
  (typeof KINDS)[number],
  { readonly id: string; readonly [field: string]: unknown },
])[] = [
  ['metrics', { id: 'b_answered', title: 'Answered', formula: 'calls.count * calls.answer_rate' }],
  ['metrics', { id: 'a_share', title: 'Share', formula: 'b_answered / calls.count', unit: 'percentunit' }],
  ['funnels', { id: 'answered', title: 'Answered', steps: ['offered', { step: 'answered', within: '30s' }] }],
  ['calendars', { id: 'firm', title: 'Firm', days: [{ date: '2026-12-25', title: 'Christmas: closed' }] }],
  ['checks', { id: 'agent', component: 'agent', kind: 'heartbeat' }],
  [
    'thresholds',
    {
      id: 'few',
      title: 'Few calls',
      metric: 'calls.count',
      kind: 'usual',
      schedule: { weekdays: [1, 2], from: '08:00', to: '18:00', timezone: 'Europe/Berlin', calendar: 'firm' },
    },
  ],
  [
    'reports',
    {
      id: 'weekly',
      title: 'Weekly',
      range: 'last_week',
      timezone: 'Europe/Berlin',
      locale: 'de',
      sections: [
        { type: 'text', markdown: '# yes: no\n\n- "a"\n- 08:00' },
        { type: 'kpis', metrics: ['a_share'] },
      ],
    },
  ],
  [
    'schedules',
    {
      id: 'monday',
      report: 'weekly',
      cron: '0 8 * * 1',
      timezone: 'Europe/Berlin',
      calendar: 'firm',
      formats: ['pdf'],
      recipients: [{ email: 'ops@example.com' }],
    },
  ],
];

const running = TestService.forTests(NOW);
let url: string;
let folder: string;
beforeAll(async () => {
  url = await running.listen();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-definitions-'));
  await wipe();
  for (const [kind, definition] of DEFINITIONS) await running.main.post(`/v1/${kind}`, definition);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (args: readonly string[], columns?: number): Promise<CommandRun> =>
  runCallsight(
    ['definitions', ...args, '--folder', folder],
    { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY },
    columns === undefined ? {} : { columns },
  );

interface Stored {
  readonly id: string;
  readonly version: number;
}

async function stored(): Promise<Record<string, Stored[]>> {
  const answers = KINDS.map(async (kind): Promise<[string, Stored[]]> => {
    const all = ((await running.main.get(`/v1/${kind}`)) as Record<string, Stored[]>)[kind] ?? [];
    const own = all.filter(({ version }) => version > 0);
    return [kind, own.sort((one, other) => (one.id < other.id ? -1 : 1))];
  });
  return Object.fromEntries(await Promise.all(answers));
}

/** Deletes everything; metrics that are named by others last. */
async function wipe(): Promise<void> {
  const all = await stored();
  for (const kind of KINDS.toReversed())
    for (const { id } of all[kind] ?? [])
      expect(await running.main.request('DELETE', `/v1/${kind}/${id}`)).toMatchObject({ status: 204 });
}

const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

async function changeFile(name: string, from: string, to: string): Promise<void> {
  const text = await read(name);
  expect(text).toContain(from);
  await write(name, text.replace(from, to));
}

it('writes a file for each definition, without version, time and author, and without what is built in', async () => {
  const { code, out, err } = await run(['export']);
  expect([code, err]).toEqual([0, '8 written\n']);
  expect(out.split('\n').slice(0, 2)).toEqual(['written\tmetrics/b_answered.yaml', 'written\tmetrics/a_share.yaml']);
  expect(await readdir(join(folder, 'funnels'))).toEqual(['answered.yaml']);
  expect(await readdir(join(folder, 'thresholds'))).toEqual(['few.yaml']);
  expect(await read('reports/weekly.yaml')).toBe(
    `id: weekly
title: Weekly
range: last_week
timezone: Europe/Berlin
locale: de
sections:
  - type: text
    markdown: |-
      # yes: no

      - "a"
      - 08:00
  - type: kpis
    metrics:
      - a_share
`,
  );
});

it.each(['yaml', 'json'])(
  'brings back equal definitions from %s files, and changes nothing after that',
  async (format) => {
    const before = await stored();
    expect(await run(['export', '--format', format])).toMatchObject({ code: 0 });
    await wipe();
    const applied = await run(['apply']);
    expect(applied).toMatchObject({ code: 0, err: '8 created\n' });
    expect(await stored()).toEqual(before);
    expect(await run(['apply'])).toMatchObject({ code: 0, err: '8 unchanged\n' });
    expect((await run(['apply'], 80)).out).toBe('the service has what the folder says\n');
    expect(await stored()).toEqual(before);
  },
);

it('creates, changes and names the fields that differ; a dry run does nothing', async () => {
  await run(['export']);
  await changeFile('reports/weekly.yaml', 'title: Weekly', 'title: Every week');
  await changeFile('reports/weekly.yaml', '- a_share', '- calls.count');
  await write('calendars/school.json', JSON.stringify({ id: 'school', title: 'School', days: [] }));
  const before = await stored();
  const expected = [
    'CHANGE   DEFINITION        FIELDS',
    'created  calendars/school',
    'changed  reports/weekly    /sections/1/metrics/0 /title',
    '',
  ].join('\n');
  const dry = await run(['apply', '--dry-run'], 80);
  expect(dry).toEqual({
    code: 0,
    out: expected,
    err: 'dry run, nothing was done: 1 created, 1 changed, 7 unchanged\n',
  });
  expect(await stored()).toEqual(before);
  expect(await run(['apply'], 80)).toEqual({ code: 0, out: expected, err: '1 created, 1 changed, 7 unchanged\n' });
  const after = await stored();
  expect(after['reports']).toMatchObject([{ title: 'Every week', version: 2 }]);
  expect(after['schedules']).toEqual(before['schedules']);
});

it('takes a file without the fields that the service fills in for equal to what is stored', async () => {
  await mkdir(join(folder, 'checks'));
  await write('checks/agent.yaml', '# watched by ops\nid: agent\ncomponent: agent\nkind: heartbeat\n');
  expect(await run(['apply'])).toMatchObject({ code: 0, err: '1 unchanged\n' });
  // Nor does an export touch it, whose comment would be lost.
  expect(await run(['export', '--kinds', 'checks'])).toMatchObject({ code: 0, out: '', err: '1 unchanged\n' });
  expect(await read('checks/agent.yaml')).toContain('# watched by ops');
});

it('replaces a threshold that is built in', async () => {
  const { thresholds } = (await running.main.get('/v1/thresholds')) as { thresholds: Stored[] };
  const builtIn = thresholds.find(({ version }) => version === 0);
  const { version: _, ...written } = builtIn ?? { id: '', version: 0 };
  await mkdir(join(folder, 'thresholds'));
  await write(`thresholds/${written.id}.json`, JSON.stringify(written));
  expect(await run(['apply'])).toMatchObject({ code: 0, out: `created\tthresholds/${written.id}\t\n` });
  expect((await stored())['thresholds']).toContainEqual(expect.objectContaining({ id: written.id, version: 1 }));
  expect(await run(['apply'])).toMatchObject({ code: 0, err: '1 unchanged\n' });
});

it('names file and field of what the service refuses, and what was done before', async () => {
  await run(['export']);
  await changeFile('calendars/firm.yaml', 'title: Firm', 'title: The firm');
  await changeFile('reports/weekly.yaml', '- a_share', '- a_shore');
  const { code, out, err } = await run(['apply']);
  expect([code, out]).toEqual([1, 'changed\tcalendars/firm\t/title\n']);
  expect(err).toMatch(
    /^1 changed\ncallsight: reports\/weekly\.yaml: \/sections\/1\/metrics\/0: .*"a_shore".*unknown_metric/,
  );
  expect(err).toMatch(/\nwhat is listed was done before that, nothing after it\n$/);
  expect((await stored())['reports']).toMatchObject([{ version: 1 }]);
});

it('names all files that are wrong before anything is done', async () => {
  await run(['export']);
  await changeFile('calendars/firm.yaml', 'title: Firm', 'title: The firm');
  await changeFile('reports/weekly.yaml', 'locale: de', 'locale: french');
  await changeFile('funnels/answered.yaml', 'id: answered', 'id: ../answered');
  await write('metrics/broken.yaml', 'id: [');
  await write('metrics/many.yaml', 'id: many\ntitle: &a x\ndescription: *a\n');
  await write('metrics/a_share.json', JSON.stringify({ id: 'a_share', title: 'Share' }));
  await write('checks/large.yaml', `id: large # ${'x'.repeat(1 << 20)}`);
  const outside = join(folder, 'outside.yaml');
  await writeFile(outside, 'id: outside\n');
  await symlink(outside, join(folder, 'checks/outside.yaml'));
  const before = await stored();
  const { code, out, err } = await run(['apply']);
  expect([code, out]).toEqual([1, '']);
  const lines = err.split('\n');
  for (const start of [
    'funnels/answered.yaml: /id: must be "answered"',
    'metrics/broken.yaml: is not YAML: ',
    'metrics/many.yaml: is not YAML: ',
    'metrics/a_share.yaml: metrics/a_share.json defines "a_share", too',
    'checks/large.yaml: has 1048',
    'checks/outside.yaml: cannot be read (a link',
    'reports/weekly.yaml: /locale: ',
    'nothing was done',
  ])
    expect(lines.map((line) => line.replace(/^callsight: /, ''))).toContainEqual(expect.stringContaining(start));
  expect(lines).toHaveLength(9);
  expect(await stored()).toEqual(before);
});

it('deletes with --prune only, in the order in which nothing is in use, and only of kinds with a folder', async () => {
  await run(['export', '--kinds', 'calendars,reports,schedules']);
  for (const name of ['calendars/firm.yaml', 'reports/weekly.yaml', 'schedules/monday.yaml'])
    await rm(join(folder, name));
  expect(await run(['apply'])).toMatchObject({ code: 0, out: '', err: 'nothing to do\n' });
  // The threshold names the calendar, and stays.
  const inUse = await run(['apply', '--prune']);
  expect(inUse).toMatchObject({ code: 1, out: 'pruned\tschedules/monday\t\npruned\treports/weekly\t\n' });
  expect(inUse.err).toContain('callsight: calendars/firm: /id: few name firm');
  const all = await run(['apply', '--prune', '--kinds', KINDS.join(',')]);
  expect(all).toMatchObject({ code: 0, err: '6 pruned\n' });
  expect(Object.values(await stored()).flat()).toEqual([]);
});

it('removes files with --prune only, and none that is no definition', async () => {
  await run(['export']);
  await write('reports/notes.md', 'mine');
  await write('README.md', 'mine');
  await running.main.request('DELETE', '/v1/schedules/monday');
  expect(await run(['export'])).toMatchObject({ out: '', err: '7 unchanged\n' });
  await access(join(folder, 'schedules/monday.yaml'));
  expect(await run(['export', '--prune'])).toMatchObject({ out: 'removed\tschedules/monday.yaml\n' });
  expect(await readdir(join(folder, 'schedules'))).toEqual([]);
  expect([await read('reports/notes.md'), await read('README.md')]).toEqual(['mine', 'mine']);
});

it('writes into no folder that a link leads out to', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'callsight-outside-'));
  await symlink(outside, join(folder, 'reports'));
  expect(await run(['export'])).toMatchObject({ code: 1, err: expect.stringContaining('reports: must be a folder') });
  expect(await readdir(outside)).toEqual([]);
  await rm(outside, { recursive: true });
});

it.each(['../weekly', 'a/b', '/etc/passwd', '.hidden', 'a..b', 'A', '', 'a\\b', 'a\u0000'])(
  'makes no file name of the id %j',
  (id) => {
    expect(() => new FolderWriter(folder, 'yaml').nameOf('reports', id)).toThrow('cannot be a file name');
  },
);

it('says what it does not understand', async () => {
  expect(await run(['apply', '--kinds', 'report'])).toMatchObject({ code: 2, err: expect.stringContaining('reports') });
  await mkdir(join(folder, 'report'));
  expect(await run(['apply'])).toMatchObject({ code: 0, err: expect.stringContaining('report/ is not read') });
  await rm(folder, { recursive: true });
  expect(await run(['apply'])).toMatchObject({ code: 2, err: expect.stringContaining('cannot be read (ENOENT)') });
});
