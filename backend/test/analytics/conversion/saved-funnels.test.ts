import { columnOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { send } from '../../stories/story.js';
import { call, steps } from '../../support/events/call.js';

const NOW = Date.parse('2026-06-03T12:00:00Z');
const range = { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' };

const service = TestService.forTests(NOW);
let tenant: TenantClient;
beforeEach(async () => {
  tenant = await service.tenant();
});

const quick = { id: 'quick', title: 'Quick', steps: ['call.started', { step: 'b', within: '2m' }], window: '1h' };

const namesOf = (body: unknown): string[] => (body as { funnels: { id: string }[] }).funnels.map(({ id }) => id);

it('has the appointment funnel built in, as version 0', async () => {
  const { status, body } = await tenant.request('GET', '/v1/funnels/appointment');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: 'appointment',
    version: 0,
    steps: [
      ...['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected'],
      ...['booking.confirmed', 'payment.succeeded', 'booking.kept'],
    ],
  });
  expect(namesOf((await tenant.request('GET', '/v1/funnels')).body)).toEqual(['appointment']);
});

it('makes, shows, lists, changes and deletes a funnel', async () => {
  const made = await tenant.request('POST', '/v1/funnels', quick);
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ ...quick, version: 1 })]);
  expect((await tenant.request('GET', '/v1/funnels/quick')).body).toEqual(made.body);
  expect(namesOf((await tenant.request('GET', '/v1/funnels')).body).sort()).toEqual(['appointment', 'quick']);
  const slower = { ...quick, window: '2h' };
  const changed = await tenant.request('PUT', '/v1/funnels/quick', slower);
  expect([changed.status, changed.body]).toEqual([200, expect.objectContaining({ ...slower, version: 2 })]);
  expect((await tenant.request('DELETE', '/v1/funnels/quick')).status).toBe(204);
  expect((await tenant.request('GET', '/v1/funnels/quick')).status).toBe(404);
  expect(namesOf((await tenant.request('GET', '/v1/funnels')).body)).toEqual(['appointment']);
});

it('keeps a funnel where it was made', async () => {
  await tenant.request('POST', '/v1/funnels', quick);
  const other = await service.tenant();
  expect((await other.request('GET', '/v1/funnels/quick')).status).toBe(404);
});

it.each([
  ['GET', '/v1/funnels/none', undefined],
  ['PUT', '/v1/funnels/none', { ...quick, id: 'none' }],
  ['DELETE', '/v1/funnels/none', undefined],
] as const)('%s of one that is not there answers 404', async (method, url, body) => {
  expect((await tenant.request(method, url, body)).status).toBe(404);
});

it('answers 409 for an id that is taken, a built-in one as well', async () => {
  expect((await tenant.request('POST', '/v1/funnels', quick)).status).toBe(201);
  expect((await tenant.request('POST', '/v1/funnels', { ...quick, title: 'Other' })).status).toBe(409);
  expect((await tenant.request('POST', '/v1/funnels', { ...quick, id: 'appointment' })).status).toBe(409);
  expect((await tenant.request('GET', '/v1/funnels/quick')).body).toMatchObject({ title: 'Quick', version: 1 });
});

it.each([
  ['without steps', { id: 'f', title: 'F' }],
  ['with no steps', { id: 'f', title: 'F', steps: [] }],
  ['with 21 steps', { id: 'f', title: 'F', steps: Array.from({ length: 21 }, (_, place) => `s${place}`) }],
  ['with a window that is no span', { ...quick, window: 'soon' }],
  ['with a limit that is no span', { ...quick, steps: ['a', { step: 'b', within: 'x' }] }],
  ['of an unknown unit', { ...quick, unit: 'person' }],
  ['of an unknown order', { ...quick, order: 'reverse' }],
  ['with a limit in any order', { ...quick, order: 'any' }],
  ['with an exclusion after a step that is none of its own', { ...quick, exclusions: [{ step: 'x', after: 'z' }] }],
  ['with an id that is none', { ...quick, id: 'No Id' }],
  ['with a field that is none', { ...quick, widow: '1h' }],
])('refuses a funnel %s', async (_, funnel) => {
  const { status, body } = await tenant.request('POST', '/v1/funnels', funnel);
  expect(status).toBe(400);
  expect(body).toHaveProperty('error.message');
  expect(namesOf((await tenant.request('GET', '/v1/funnels')).body)).toEqual(['appointment']);
});

it('answers 400 when the body has another id than the path', async () => {
  await tenant.request('POST', '/v1/funnels', quick);
  expect((await tenant.request('PUT', '/v1/funnels/quick', { ...quick, id: 'other' })).status).toBe(400);
});

it('is asked for by its id; what stands beside it replaces its parts; a change counts at once', async () => {
  await send(tenant, [
    ...call('c', '10:00'),
    ...steps('c', 'b', '10:01'),
    ...call('d', '10:00'),
    ...steps('d', 'b', '10:03'),
  ]);
  await service.waitUntilProjected();
  const reached = async (more: object = {}): Promise<unknown> => {
    const queries = [{ refId: 'A', funnel: { id: 'quick', ...more } }];
    return columnOf(await tenant.query({ ...range, queries }), 'reached');
  };
  await tenant.request('POST', '/v1/funnels', quick);
  expect(await reached()).toEqual([2, 1]);
  expect(await reached({ window: '30s' })).toEqual([2, 0]);
  expect(await reached({ steps: ['call.started', 'b'] })).toEqual([2, 2]);
  expect(await reached({ filters: [{ dimension: 'agent', op: '=', values: ['nobody'] }] })).toEqual([0, 0]);
  await tenant.request('PUT', '/v1/funnels/quick', { ...quick, steps: ['call.started', 'b'] });
  expect(await reached()).toEqual([2, 2]);
});
