import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ReportDocument } from '../../src/reporting/document/document.js';
import { runCallsight } from '../support/run-callsight.js';
import { simulatedFirm } from '../reporting/simulated-firm.js';

const PAGE = join(__dirname, '../../../docs/custom-reports.md');

const service = simulatedFirm();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-examples-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Files of the page: a block of YAML that begins with its path. */
async function examples(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const page = await readFile(PAGE, 'utf8');
  return [...page.matchAll(/```yaml\n# (\S+)\n(.*?)```/gs)].map(([, path = '', text = '']) => ({ path, text }));
}

test('the definitions of the examples are taken as they stand, and their reports have an answer in each section', async () => {
  const files = await examples();
  const reports = files.filter(({ path }) => path.startsWith('reports/'));
  expect(reports.length).toBe(5);
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const env = { CALLSIGHT_URL: await service.listen(), CALLSIGHT_API_KEY: service.main.key };
  const applied = await runCallsight(['definitions', 'apply', '--folder', folder], env);
  expect([applied.err, applied.code]).toEqual(['11 created\n', 0]);
  for (const { path } of reports) {
    const id = /reports\/(.+)\.yaml/.exec(path)?.[1] ?? '';
    const definition = (await service.main.get(`/v1/reports/${id}`)) as Record<string, unknown>;
    const { version: _, updated_at: _at, updated_by: _by, ...report } = definition;
    const { body } = await service.main.request('POST', '/v1/reports/render?format=json', report);
    const { sections, isEmpty } = body as ReportDocument;
    expect([id, isEmpty, sections.filter(({ state }) => state === 'failed')]).toEqual([id, false, []]);
  }
  const { schedules } = (await service.main.get('/v1/schedules')) as { schedules: { id: string }[] };
  expect(schedules.map(({ id }) => id).sort()).toEqual(['abandonment', 'books', 'management', 'team']);
  const { next } = (await service.main.get('/v1/schedules/books/next?count=2')) as { next: { local: string }[] };
  // 1 January is a holiday, 2 and 3 January are a weekend.
  expect(next.map(({ local }) => local)).toEqual(['2026-12-01T06:00:00', '2027-01-04T06:00:00']);
}, 60_000);
