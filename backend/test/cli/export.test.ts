import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneCall } from '../support/events/call.js';
import { runCallsight, type CommandRun } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';

const running = TestService.forTests(Date.parse('2026-05-01T12:00:00.000Z'));
let url: string;
let folder: string;
beforeAll(async () => {
  url = await running.listen();
  folder = await mkdtemp(join(tmpdir(), 'callsight-export-'));
  await running.main.send(phoneCall({ start: '2026-04-30T10:00:00.000Z', answered: 5, ended: 60 }));
  await running.waitUntilProjected();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (args: readonly string[], signal?: AbortSignal): Promise<CommandRun> =>
  runCallsight(
    ['export', ...args],
    { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY },
    signal === undefined ? {} : { signal },
  );

const CALLS = ['--dataset', 'calls', '--columns', 'agent,direction'];

it('writes a dataset to stdout and into a file, in the format of its name', async () => {
  const { code, out, err } = await run(['-', ...CALLS]);
  expect([code, out.trimEnd().split(/\r?\n/)]).toEqual([
    0,
    ['\uFEFFagent,direction', expect.stringMatching(/^[^,]+,inbound$/)],
  ]);
  expect(err).toMatch(/1 rows {2}0\.0 MB\n$/);
  const file = join(folder, 'calls.ndjson');
  expect(await run([file, ...CALLS, '--quiet'])).toEqual({ code: 0, out: '', err: '' });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ direction: 'inbound' });
});

it('leaves no file when the service refuses, and when it is interrupted', async () => {
  const file = join(folder, 'none.csv');
  expect(await run([file, '--dataset', 'calls', '--columns', 'agnet'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('agnet'),
  });
  expect(await run([file, ...CALLS], AbortSignal.abort())).toEqual({
    code: 130,
    out: '',
    err: 'callsight: canceled; nothing was written\n',
  });
  await expect(access(file)).rejects.toThrow('ENOENT');
  expect(await run([join(folder, 'none', 'calls.csv'), ...CALLS])).toMatchObject({
    code: 2,
    err: expect.stringContaining('ENOENT'),
  });
});
