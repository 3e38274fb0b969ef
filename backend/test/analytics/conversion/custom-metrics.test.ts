import type { FrameValue } from '@callsight/contract/query/answer';
import { TestService } from '../../support/service/test-service.js';
import { booked } from '../../support/events/booking.js';
import { call } from '../../support/events/call.js';
import { paid } from '../../support/events/payment.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const HOUR = 3_600_000;
const ASKED = { from: NOW - 48 * HOUR, to: NOW };

let running: TestService;
/** Epoch microseconds. */
const hoursAgo = (hours: number): number => (NOW - hours * HOUR) * 1_000;

beforeAll(async () => {
  running = await TestService.start(NOW);
  const starts = hoursAgo(-24);
  const { body } = await running.main.request('POST', '/v1/events', [
    ...call('a', hoursAgo(3), { agent: 'anna' }),
    ...call('b', hoursAgo(3), { agent: 'anna' }),
    ...call('c', hoursAgo(3), { agent: 'ben' }),
    ...call('d', hoursAgo(3), { agent: 'ben' }),
    booked('A', hoursAgo(2), { call: 'a', type: 'check-up', starts }),
    booked('B', hoursAgo(2), { call: 'b', type: 'check-up', starts }),
    booked('C', hoursAgo(2), { call: 'c', type: 'treatment', starts }),
    booked('nobody', hoursAgo(2), { call: 'no such call', type: 'treatment', starts }),
    paid('P', hoursAgo(1), '10.10 EUR', { call: 'a' }),
    paid('Q', hoursAgo(1), '20.20 EUR', { call: 'c' }),
    paid('R', hoursAgo(1), '99 EUR', { call: 'no such call' }),
  ]);
  expect(body).toMatchObject({ rejected: [] });
  await running.waitUntilProjected();
});

afterAll(() => running.remove());

async function ask(metric: string, groupBy: string[]): Promise<FrameValue[][]> {
  const answer = await running.main.query({ ...ASKED, queries: [{ refId: 'A', metrics: [metric], groupBy }] });
  const { A: result } = answer.results;
  if (result === undefined || !('frames' in result)) throw new Error(JSON.stringify(answer));
  return result.frames[0]?.data.values ?? [];
}

async function define(metric: object): Promise<void> {
  expect(await running.main.request('POST', '/v1/metrics', metric)).toMatchObject({ status: 201 });
}

it('divides bookings by calls', async () => {
  await define({ id: 'own.conversion', title: 'Own', formula: 'bookings.confirmed / calls.count' });
  expect(await ask('own.conversion', ['agent'])).toEqual([
    ['anna', 'ben'],
    [1, 0.5],
  ]);
});

it('adds up money of payments that belong to calls, of those that a filter chooses', async () => {
  const filters = [{ dimension: 'agent', op: 'in', values: ['ben'] }];
  await define({
    id: 'own.ben',
    title: 'Own',
    aggregate: { dataset: 'payments', aggregation: 'sum', measure: 'amount', filters },
  });
  expect(await ask('own.ben', ['agent'])).toEqual([
    ['anna', 'ben'],
    [0, 20.2],
  ]);
});

it('takes means over bookings, by what was booked', async () => {
  await define({
    id: 'own.lead',
    title: 'Own',
    aggregate: { dataset: 'appointments', aggregation: 'mean', measure: 'lead_time' },
  });
  expect(await ask('own.lead', ['appointment_type'])).toEqual([
    ['check-up', 'treatment'],
    [26 * 3_600, 26 * 3_600],
  ]);
});

it('lists the values of what only bookings have', async () => {
  const url = `/v1/dimensions/appointment_type/values?from=${ASKED.from}&to=${ASKED.to}`;
  expect((await running.main.request('GET', url)).body).toEqual({
    values: [
      { value: 'check-up', count: 2 },
      { value: 'treatment', count: 1 },
    ],
  });
});
