import type { FunnelSelection } from '@callsight/contract/query/funnel';
import { columnOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { micros } from '../../support/events/time.js';
import { rowsOfFrames, send } from '../../stories/story.js';
import { call, steps } from '../../support/events/call.js';

const PAT = '+4930901820';
const range = { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' };
const funnel = { steps: ['call.started', 'slot.offered', 'b'], window: '1h' };

const service = TestService.forTests(micros('12:00') / 1_000);
let tenant: TenantClient;
beforeAll(async () => {
  tenant = await service.tenant();
  await send(tenant, [
    ...call('through', '10:00', { agent: 'anna' }),
    ...steps('through', 'slot.offered', '10:01'),
    ...steps('through', 'b', '10:02'),
    ...call('offered', '10:10', { agent: 'ben' }),
    ...steps('offered', 'slot.offered', '10:11'),
    ...call('offered-late', '11:30', { agent: 'ben' }),
    ...steps('offered-late', 'slot.offered', '11:31'),
    ...call('lost', '10:20', { agent: 'anna' }),
    ...call('waiting', '11:40', { agent: 'anna' }),
    ...call('outside', '03T23:59', { agent: 'anna' }),
  ]);
  await service.waitUntilProjected();
});

/** Ids of the calls of a cell, by name. */
async function callsOf(
  client: TenantClient,
  cell: object,
  span: { from: string; to: string } = range,
): Promise<unknown[]> {
  const answer = await client.query({ ...span, queries: [{ refId: 'C', calls: { limit: 1_000, ...cell } }] });
  return columnOf(answer, 'call_id', 'C').sort();
}

it.each([
  ['call.started', 'reached', ['lost', 'offered', 'offered-late', 'through', 'waiting']],
  ['call.started', 'dropped', ['lost']],
  ['call.started', 'pending', ['waiting']],
  ['slot.offered', 'reached', ['offered', 'offered-late', 'through']],
  ['slot.offered', 'dropped', ['offered']],
  ['slot.offered', 'pending', ['offered-late']],
  ['b', 'reached', ['through']],
  ['b', 'converted', ['through']],
  ['b', 'dropped', []],
  ['b', 'pending', []],
])('lists who at %s was %s', async (step, end, calls) => {
  expect(await callsOf(tenant, { funnel, step, end })).toEqual(calls);
});

const ENDS = ['reached', 'dropped', 'pending'] as const;

/** Asks for the calls of each cell of a funnel's frame, and holds the numbers against each other. */
async function expectCellsAsDrilled(asked: FunnelSelection & { breakdown?: string }): Promise<number> {
  const answer = await tenant.query({ ...range, queries: [{ refId: 'Q', funnel: asked }] });
  const { breakdown, ...selection } = asked;
  const rows = rowsOfFrames(answer)[0] ?? [];
  for (const row of rows) {
    for (const end of ENDS) {
      const filters = breakdown === undefined ? [] : [{ dimension: breakdown, op: 'in', values: [row[breakdown]] }];
      const calls = await callsOf(tenant, { funnel: { ...selection, filters }, step: row['step'], end });
      expect([row['step'], end, calls.length]).toEqual([row['step'], end, row[end]]);
    }
  }
  return rows.length;
}

it('lists as many as the frame counts, in each cell', async () => {
  expect(await expectCellsAsDrilled(funnel)).toBe(3);
});

it('lists as many as the frame counts in each group: its value is a filter', async () => {
  expect(await expectCellsAsDrilled({ ...funnel, breakdown: 'agent' })).toBe(6);
});

it('lists those of a bucket when it is the range', async () => {
  const hour = { from: '2026-05-04T11:00:00Z', to: '2026-05-04T12:00:00Z' };
  expect(await callsOf(tenant, { funnel, step: 'call.started', end: 'reached' }, hour)).toEqual([
    'offered-late',
    'waiting',
  ]);
});

it('takes filters beside the funnel', async () => {
  const filters = [{ dimension: 'agent', op: '=', values: ['ben'] }];
  expect(await callsOf(tenant, { funnel, filters, step: 'slot.offered', end: 'reached' })).toEqual([
    'offered',
    'offered-late',
  ]);
});

it('lists no more than the limit', async () => {
  expect(await callsOf(tenant, { funnel, step: 'call.started', end: 'reached', limit: 2 })).toHaveLength(2);
});

it('lists of a caller the calls from the begin of the attempt to the end of its window', async () => {
  const other = await service.tenant();
  await send(other, [
    ...call('before', '03T10:00', { from: PAT }),
    ...call('first', '10:00', { from: PAT }),
    ...call('second', '10:30', { from: PAT }),
    ...steps('second', 'slot.offered', '10:31'),
    ...call('at-the-end', '11:00', { from: PAT }),
    ...call('too-late', '11:00:00.000001', { from: PAT }),
    ...call('somebody', '10:30', { from: '+442079460000' }),
  ]);
  await service.waitUntilProjected();
  const cell = { funnel: { ...funnel, unit: 'caller' }, step: 'slot.offered', end: 'dropped' };
  expect(await callsOf(other, cell)).toEqual(['at-the-end', 'first', 'second']);
});

it.each([
  ['a step that is none of the funnel', { funnel, step: 'z', end: 'reached' }],
  ['an end that is none', { funnel, step: 'b', end: 'gone' }],
])('refuses %s', async (_, cell) => {
  const answer = await tenant.query({ ...range, queries: [{ refId: 'C', calls: cell }] });
  expect(answer.results['C']).toHaveProperty('error.message');
});
