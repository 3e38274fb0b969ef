import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '@callsight/contract/reports/run';
import { phoneCall } from '../../support/events/call.js';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';

const NOW = Date.UTC(2026, 10, 27, 5);
const DAY_MS = 86_400_000;
const service = TestService.forTests(NOW, { CALLSIGHT_ARTIFACT_DAYS: '40' });

const report = (id: string, further: object = {}): object => ({
  id,
  title: 'Daily',
  range: 'yesterday',
  timezone: 'UTC',
  locale: 'en',
  sections: [{ type: 'kpis', metrics: ['calls.count'] }],
  ...further,
});

const start = async (id: string, body: object): Promise<Run> => {
  const { status, body: run } = await service.main.request('POST', `/v1/reports/${id}/runs`, body);
  expect([status, run]).toEqual([202, expect.objectContaining({ status: expect.any(String) as string })]);
  return run as Run;
};

const runOf = async (id: string): Promise<Run> => (await service.main.get(`/v1/runs/${id}`)) as Run;

async function ended(id: string): Promise<Run> {
  await until(async () => !['queued', 'rendering'].includes((await runOf(id)).status));
  return runOf(id);
}

/** A link is opened as a mail program does: without any key. */
const open = (url: string) => service.app.inject({ method: 'GET', url: url.slice(new URL(url).origin.length) });

beforeAll(async () => {
  await service.main.send(phoneCall({ start: new Date(NOW - DAY_MS).toISOString(), answered: 5, ended: 60 }));
  await service.waitUntilProjected();
  expect(await service.main.request('POST', '/v1/reports', report('daily'))).toMatchObject({ status: 201 });
});

test('a run makes all its files once, and each is what its hash and size say', async () => {
  const { id, late_s: late } = await start('daily', {
    formats: ['html', 'json', 'csv'],
    planned_at: '2026-11-27T04:00:00Z',
  });
  expect(late).toBe(3_600);
  const run = await ended(id);
  expect(run).toMatchObject({
    status: 'succeeded',
    definition_version: 1,
    attempts: 1,
    period: { from: '2026-11-26T00:00:00.000Z', to: '2026-11-27T00:00:00.000Z' },
    planned_at: '2026-11-27T04:00:00.000Z',
    finished_at: '2026-11-27T05:00:00.000Z',
  });
  expect(run.artifacts.map(({ format }) => format)).toEqual(['html', 'json', 'csv']);
  for (const { url, bytes, sha256, name } of run.artifacts) {
    const reply = await open(url);
    expect([reply.statusCode, reply.rawPayload.length]).toEqual([200, bytes]);
    expect(createHash('sha256').update(reply.rawPayload).digest('hex')).toBe(sha256);
    expect(reply.headers['content-disposition']).toContain(name);
    expect(reply.headers['content-security-policy']).toContain('sandbox');
  }
  expect(((await service.main.get('/v1/reports/daily/runs')) as { runs: Run[] }).runs.map((one) => one.id)).toContain(
    id,
  );
});

test('a file opens with a key, or by its own link, and by nothing else', async () => {
  const { id } = await start('daily', { formats: ['html', 'json'] });
  const { artifacts } = await ended(id);
  const [html, json] = artifacts;
  const path = `/v1/runs/${id}/artifacts/html`;
  const status = async (url: string, headers = {}): Promise<number> =>
    (await service.app.inject({ method: 'GET', url, headers })).statusCode;
  expect(await status(path, { authorization: `Bearer ${service.main.key}` })).toBe(200);
  expect(await status(path)).toBe(401);
  const query = new URL(html?.url ?? '').search;
  expect(await status(path + query)).toBe(200);
  // The link of one file opens no other, and no other run.
  expect(await status(path + new URL(json?.url ?? '').search)).toBe(403);
  expect(await status(path + query.replace(/expires=(\d)/, 'expires=9'))).toBe(403);
  const { body } = await service.main.request('POST', '/v1/keys', {
    tenant: 'other',
    name: 'other',
    scopes: ['reports'],
  });
  expect(await status(path, { authorization: `Bearer ${(body as { key: string }).key}` })).toBe(404);
});

test('a link lives for as long as the files are kept; after that it says what it was', async () => {
  const { id } = await start('daily', { formats: ['html'] });
  const { artifacts } = await ended(id);
  const url = artifacts[0]?.url ?? '';
  expect(artifacts[0]?.expires_at).toBe(new Date(NOW + 40 * DAY_MS).toISOString());
  service.now = NOW + 39 * DAY_MS;
  expect((await open(url)).statusCode).toBe(200);
  service.now = NOW + 41 * DAY_MS;
  const gone = await open(url);
  expect([gone.statusCode, gone.json()]).toEqual([
    410,
    {
      error: {
        code: 'artifact_expired',
        message: expect.stringContaining('"Daily" for 2026-11-26T00:00:00.000Z') as string,
      },
    },
  ]);
  service.now = NOW;
  await rm(join(service.folder, 'blobs/main/artifacts'), { recursive: true });
  expect((await open(url)).statusCode).toBe(410);
});

test('a section that cannot be calculated is tried again, and then the run has failed with the reason, its file marked', async () => {
  const sections = [{ type: 'attribution', attribution: { model: 'no_such_model', groupBy: ['source'] } }];
  expect(await service.main.request('POST', '/v1/reports', report('broken', { sections }))).toMatchObject({
    status: 201,
  });
  const { id } = await start('broken', { formats: ['html'] });
  const run = await ended(id);
  expect(run).toMatchObject({
    status: 'failed',
    attempts: 3,
    reason: expect.stringContaining('no_such_model') as string,
  });
  expect((await open(run.artifacts[0]?.url ?? '')).body).toContain('class="failed"');
}, 60_000);

test('a run keeps the definition that it began with', async () => {
  expect(await service.main.request('POST', '/v1/reports', report('changing'))).toMatchObject({ status: 201 });
  const { id } = await start('changing', { formats: ['json'] });
  await service.main.request('PUT', '/v1/reports/changing', report('changing', { title: 'Later' }));
  const run = await ended(id);
  expect([run.definition_version, run.title]).toEqual([1, 'Daily']);
  expect((await open(run.artifacts[0]?.url ?? '')).json()).toMatchObject({ title: 'Daily', version: 1 });
});

test('runs that the end of the service cut off are taken up again', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push((await start('daily', { formats: ['html'] })).id);
  await service.stop();
  await service.start({ CALLSIGHT_ARTIFACT_DAYS: '40' });
  for (const id of ids) expect(await ended(id)).toMatchObject({ status: 'succeeded' });
}, 60_000);

test('a run that waits is canceled, and one that has ended stays as it is', async () => {
  const first = await start('daily', { formats: ['html'] });
  const second = await start('daily', { formats: ['html'] });
  expect(await service.main.request('POST', `/v1/runs/${second.id}/cancel`)).toMatchObject({
    status: 200,
    body: { status: 'canceled', reason: 'it was canceled', artifacts: [] },
  });
  await ended(first.id);
  expect(await service.main.request('POST', `/v1/runs/${first.id}/cancel`)).toMatchObject({
    body: { status: 'succeeded' },
  });
});

test('what does not exist is not found, and a wrong format is refused', async () => {
  expect((await service.main.request('POST', '/v1/reports/nothing/runs', { formats: ['html'] })).status).toBe(404);
  expect((await service.main.request('GET', '/v1/runs/0000000000000')).status).toBe(404);
  expect((await service.main.request('POST', '/v1/reports/daily/runs', { formats: ['docx'] })).status).toBe(400);
  expect((await service.main.request('POST', '/v1/reports/daily/runs', { formats: [] })).status).toBe(400);
});
