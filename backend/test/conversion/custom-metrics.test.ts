import type { FrameValue } from '@callsight/contract/query/answer';
import { startRunningService, type RunningService } from '../support/running-service.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const HOUR = 3_600_000;
const ASKED = { from: NOW - 48 * HOUR, to: NOW };

let running: RunningService;
let count = 0;

const tell = (type: string, time: number, data: object, subject?: string): object => {
  count += 1;
  return {
    specversion: '1.0',
    id: `e${count}`,
    source: 'tests',
    type,
    ...(subject === undefined ? {} : { subject }),
    time: new Date(time).toISOString(),
    data,
  };
};

const call = (id: string, agent: string): object =>
  tell('call.started', NOW - 3 * HOUR, { direction: 'inbound', agent: { id: agent } }, id);

const booking = (id: string, call_id: string, type: string): object =>
  tell('appointment.scheduled', NOW - 2 * HOUR, {
    appointment_id: id,
    call_id,
    type,
    starts_at: new Date(NOW + 24 * HOUR).toISOString(),
    price: '40',
    currency: 'EUR',
  });

const payment = (id: string, call_id: string, amount: string): object =>
  tell('payment.succeeded', NOW - HOUR, { payment_id: id, call_id, amount, currency: 'EUR' });

beforeAll(async () => {
  running = await startRunningService(NOW);
  const { body } = await running.main.request('POST', '/v1/events', [
    ...[call('a', 'anna'), call('b', 'anna'), call('c', 'ben'), call('d', 'ben')],
    ...[booking('A', 'a', 'check-up'), booking('B', 'b', 'check-up'), booking('C', 'c', 'treatment')],
    booking('nobody', 'no such call', 'treatment'),
    ...[payment('P', 'a', '10.10'), payment('Q', 'c', '20.20'), payment('R', 'no such call', '99')],
  ]);
  expect(body).toMatchObject({ rejected: [] });
  await running.settled();
});

afterAll(() => running.stop());

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
