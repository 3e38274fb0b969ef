import type { CallDetail } from '@callsight/contract/call-detail';
import type { DeliveryPage } from '@callsight/contract/deliveries';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { deliver, form, SECRETS } from './platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');
const DAY = 86_400_000;

let running: RunningService;
beforeEach(async () => {
  running = await startRunningService(NOW, SECRETS);
});
afterEach(() => running.stop());

const twilio = (sid: string, from: string, status = 'completed'): string =>
  form({
    CallSid: sid,
    From: from,
    To: '+15550100123',
    Direction: 'inbound',
    CallStatus: status,
    CallDuration: '60',
    Timestamp: new Date(running.now).toUTCString().replace('GMT', '+0000'),
  });

const send = async (body: string, secret?: string): Promise<void> => {
  await deliver(running.service.app, 'twilio', body, running.now, secret === undefined ? {} : { secret });
  await running.service.services.inbox.drain();
  await running.settled();
};

const list = async (): Promise<DeliveryPage['deliveries']> =>
  ((await running.main.request('GET', '/v1/deliveries?limit=100')).body as DeliveryPage).deliveries;

/** Everything in the store, as one text. */
async function everything(): Promise<string> {
  const entries: string[] = [];
  for await (const [key, value] of running.service.services.ledger.store.iterator()) entries.push(key + value);
  return entries.join('\n');
}

test('deliveries go after their time, refused ones as well; rows stay', async () => {
  await send(twilio('CA1', '+4930111111'));
  await send(twilio('CA9', '+4930111111'), 'wrong');
  running.now += 20 * DAY;
  await send(twilio('CA2', '+4930222222'));
  running.now += 10 * DAY;
  await running.service.services.expireRawEvents();
  expect((await list()).length).toBe(3);
  running.now += 1;
  await running.service.services.expireRawEvents();
  const [left, ...others] = await list();
  expect([left!.status, others]).toEqual(['mapped', []]);
  expect((await running.main.request('GET', '/v1/calls/CA1')).status).toBe(200);
});

test('of refused deliveries the latest five hundred are kept', async () => {
  for (let second = 0; second < 120; second += 1) {
    running.now += 1_000;
    for (let count = 0; count < 5; count += 1)
      await deliver(running.service.app, 'twilio', 'a=1', running.now, { secret: 'wrong' });
  }
  const keys = await running.service.services.ledger.store.keys({ gt: 'r\u0000', lt: 'r\u0001' }).all();
  // Trimmed now and then, not with each.
  expect(keys.length).toBeGreaterThanOrEqual(500);
  expect(keys.length).toBeLessThan(560);
});

test('erasing a person takes deliveries, quarantine, bookings and payments along, under all ids of a call', async () => {
  const anna = '+4930111111';
  await send(twilio('CA1', anna, 'ringing'));
  await send(twilio('CA1', anna));
  await send(twilio('CA2', '+4930222222'));
  const eventOf = (id: string, type: string, data: object, subject?: string) => ({
    specversion: '1.0',
    id,
    source: 'own',
    type,
    time: '2026-05-01T12:00:00Z',
    ...(subject === undefined ? {} : { subject }),
    data,
  });
  const { body } = await running.main.request('POST', '/v1/events', [
    eventOf('1', 'call.started', { direction: 'inbound', agent: { id: 'a' }, provider_call_sid: 'CA1' }, 'voice-1'),
    eventOf('again', 'call.started', { direction: 'inbound', agent: { id: 'a' }, provider_call_sid: 'CA3' }, 'voice-1'),
    eventOf('of-ca3', 'call.answered', {}, 'CA3'),
    eventOf('2', 'appointment.scheduled', {
      appointment_id: 'A1',
      starts_at: '2026-05-03T10:00:00Z',
      caller: { phone: '0049 30 111111', email: 'anna@example.com' },
    }),
    eventOf('3', 'payment.succeeded', { payment_id: 'P1', amount: 5, currency: 'EUR', call_id: 'voice-1' }),
    eventOf('p2', 'payment.succeeded', { payment_id: 'P2', amount: 5, currency: 'EUR', reference: 'CA1' }),
    eventOf('p3', 'payment.succeeded', { payment_id: 'P3', amount: 5, currency: 'EUR', appointment_id: 'A1' }),
    eventOf('4', 'appointment.scheduled', { appointment_id: 'A2', starts_at: 'no time', caller: { phone: anna } }),
    eventOf('5', 'appointment.scheduled', {
      appointment_id: 'A3',
      starts_at: 'no time',
      caller: { phone: '+4930222222' },
    }),
  ]);
  expect(body).toMatchObject({ accepted: 7, rejected: [{ index: 7 }, { index: 8 }] });
  await running.settled();
  const { call, appointments, payments } = (await running.main.request('GET', '/v1/calls/voice-1')).body as CallDetail;
  expect([appointments.length, payments.length]).toEqual([1, 3]);
  // What is stored of the person is sealed, and found by the pseudonym.
  expect(await everything()).not.toMatch(/4930111111|0049 30 111111|anna@/);
  expect(await everything()).toContain('+49••••••11');

  expect((await running.main.request('DELETE', `/v1/callers/${call.caller}`)).body).toMatchObject({ calls: 1 });
  const left = await everything();
  for (const trace of ['+49••••••11', 'a•••@', 'CA1"', 'CA3"', 'A1"', 'P1"', 'P2"', 'P3"', call.caller!])
    expect(left).not.toContain(trace);
  // Nobody else lost anything.
  expect(left).toContain('+49••••••22');
  expect((await list()).map(({ kind }) => kind)).toEqual(['call.completed']);
  expect((await running.main.request('GET', '/v1/calls/CA2')).status).toBe(200);
  const rows = await running.service.services.callDetail('main', 'CA2', true);
  expect(rows?.appointments).toEqual([]);
  expect((await running.main.request('GET', '/v1/calls/voice-1')).status).toBe(404);
  expect((await running.main.request('GET', '/v1/calls/CA1')).status).toBe(404);
});
