import type { TenantClient } from '../support/service/tenant-client.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-06-03T12:00:00Z');

let service: TestService;
let tenant: TenantClient;
beforeEach(async () => {
  service = await TestService.start(NOW);
  tenant = await service.tenant();
});
afterEach(() => service.remove());

const metric = { id: 'ratio', title: 'Ratio', formula: 'calls.answered / calls.count' };
const funnel = { id: 'quick', title: 'Quick', steps: ['call.started', 'b'], window: '1h' };

const body = async (url: string): Promise<unknown> => {
  const reply = await tenant.request('GET', url);
  expect(reply.status).toBe(200);
  return reply.body;
};

it.each([
  ['metrics', metric],
  ['funnels', funnel],
])('shows the versions of %s, with the key that wrote each', async (plural, input) => {
  const { id } = input;
  const made = await tenant.request('POST', `/v1/${plural}`, input);
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ version: 1 })]);
  const actor = (made.body as { updated_by: string }).updated_by;
  expect(actor).toMatch(/^\w+$/);
  service.now = NOW + 60_000;
  await tenant.request('PUT', `/v1/${plural}/${id}`, { ...input, title: 'Renamed' });
  expect(await body(`/v1/${plural}/${id}/versions`)).toMatchObject({
    versions: [
      { version: 2, title: 'Renamed', updated_at: '2026-06-03T12:01:00.000Z', updated_by: actor },
      { version: 1, title: input.title, updated_at: '2026-06-03T12:00:00.000Z', updated_by: actor },
    ],
  });
  expect(await body(`/v1/${plural}/${id}/versions/1`)).toMatchObject({ version: 1, title: input.title });
  const missing = await tenant.request('GET', `/v1/${plural}/${id}/versions/3`);
  expect([missing.status, missing.body]).toMatchObject([404, { error: { code: 'unknown_version' } }]);
  expect((await tenant.request('GET', `/v1/${plural}/none/versions`)).status).toBe(404);
  expect((await tenant.request('GET', `/v1/${plural}/${id}/versions/01`)).status).toBe(400);
});

it('takes a DELETE that names the type of a body it does not have, and no PUT without one', async () => {
  await tenant.request('POST', '/v1/metrics', metric);
  const json = { 'content-type': 'application/json' };
  expect((await tenant.exchange('PUT', '/v1/metrics/ratio', '', json)).body).toMatchObject({
    error: { code: 'invalid_json', message: 'the body is empty; expected JSON' },
  });
  expect((await tenant.exchange('DELETE', '/v1/metrics/ratio', undefined, json)).status).toBe(204);
  expect((await tenant.request('GET', '/v1/metrics/ratio')).status).toBe(404);
});

it('audits definitions and keys of the tenant alone, the latest first, page by page', async () => {
  await tenant.request('POST', '/v1/metrics', metric);
  service.now = NOW + 60_000;
  await tenant.request('PUT', '/v1/metrics/ratio', { ...metric, title: 'Renamed' });
  await tenant.request('POST', '/v1/metrics', { ...metric, id: 'wrong', formula: 'no.such / metric' });
  service.now = NOW + 120_000;
  await tenant.request('DELETE', '/v1/metrics/ratio');
  const key = await tenant.request('POST', '/v1/keys', { name: 'reader', scopes: ['query'] });
  const { id } = key.body as { id: string };
  await tenant.request('DELETE', `/v1/keys/${id}`);
  const { entries } = (await body('/v1/audit')) as { entries: Record<string, unknown>[] };
  const [revoked, created, deleted, changed, made, own] = entries;
  expect(entries).toHaveLength(6);
  expect(revoked).toMatchObject({ action: 'key.revoked', target: `keys/${id}` });
  expect(created).toMatchObject({ action: 'key.created', target: `keys/${id}` });
  expect(deleted).toMatchObject({
    action: 'definition.deleted',
    target: 'metrics/ratio',
    at: '2026-06-03T12:02:00.000Z',
  });
  expect(changed).toMatchObject({ action: 'definition.changed', target: 'metrics/ratio', version: 2 });
  expect(made).toMatchObject({ action: 'definition.created', version: 1, at: '2026-06-03T12:00:00.000Z' });
  // The tenant's first key was made by the operator's.
  expect(own).toMatchObject({ action: 'key.created', actor: 'bootstrap' });

  const ids = async (query: string): Promise<unknown[]> =>
    ((await body(`/v1/audit?${query}`)) as { entries: { id: string }[] }).entries.map((entry) => entry.id);
  expect(await ids('action=definition')).toEqual([deleted, changed, made].map((entry) => entry?.['id']));
  expect(await ids('action=definition.changed')).toEqual([changed?.['id']]);
  expect(await ids('action=definit')).toEqual([]);
  expect(await ids('actor=bootstrap')).toEqual([own?.['id']]);
  expect(await ids('from=2026-06-03T12:01:00Z&to=2026-06-03T12:02:00Z')).toEqual([changed?.['id']]);
  const paged: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await body(`/v1/audit?limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`)) as {
      entries: { id: string }[];
      next_cursor: string | null;
    };
    paged.push(...page.entries.map((entry) => entry.id));
    cursor = page.next_cursor;
  }
  expect(paged).toEqual(entries.map((entry) => entry['id']));
  const other = await service.tenant();
  expect(((await other.request('GET', '/v1/audit')).body as { entries: unknown[] }).entries).toHaveLength(1);
  expect((await tenant.request('GET', '/v1/audit?from=yesterday')).body).toMatchObject({
    error: { code: 'invalid_time', path: '/from' },
  });
});

it('deletes entries of the audit log that are older than 400 days', async () => {
  await tenant.request('POST', '/v1/metrics', metric);
  service.now = NOW + 401 * 86_400_000;
  await tenant.request('DELETE', '/v1/metrics/ratio');
  await service.services.expireRawEvents();
  const { entries } = (await body('/v1/audit')) as { entries: { action: string }[] };
  expect(entries.map(({ action }) => action)).toEqual(['definition.deleted']);
});
