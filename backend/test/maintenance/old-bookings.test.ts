import type { CallDetail } from '@callsight/contract/call-detail';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const DAY = 86_400_000;

const tell = (id: string, type: string, time: number, data: object, subject?: string): object => ({
  specversion: '1.0',
  id,
  source: 'tests',
  type,
  ...(subject === undefined ? {} : { subject }),
  time: new Date(time).toISOString(),
  data,
});

test('a late fact about a booking or payment whose events were too old to keep is added to all that was known', async () => {
  const running = await TestService.start(NOW, { CALLSIGHT_RAW_RETENTION_DAYS: '30' });
  try {
    const send = async (...events: readonly object[]): Promise<void> => {
      expect((await running.main.request('POST', '/v1/events', events)).body).toMatchObject({ rejected: [] });
      await running.waitUntilProjected();
    };
    const detail = async () => {
      const { appointments, payments } = (await running.main.request('GET', '/v1/calls/c')).body as CallDetail;
      return { appointments, payments };
    };
    const starts_at = new Date(NOW + 50 * DAY).toISOString();
    const party = { caller: { phone: '+4930111111' } };
    await send(
      tell('1', 'call.started', NOW - 60_000, { direction: 'inbound', agent: { id: 'a' }, from: '+4930111111' }, 'c'),
      tell('2', 'appointment.scheduled', NOW, { appointment_id: 'A', starts_at, price: 80, currency: 'EUR', ...party }),
      tell('3', 'payment.succeeded', NOW, { payment_id: 'P', amount: 80, currency: 'EUR', appointment_id: 'A' }),
    );
    const before = await detail();
    expect(before).toMatchObject({ appointments: [{ price: '80' }], payments: [{ amount: '80' }] });

    running.now += 40 * DAY;
    await running.services.expireRawEvents();
    expect(await running.services.ledger.events('main', 'appointment/A')).toEqual([]);
    await send(
      tell('4', 'appointment.no_show', running.now, { appointment_id: 'A' }),
      tell('5', 'payment.refunded', running.now, { payment_id: 'P', amount: 30, currency: 'EUR' }),
    );
    expect(await detail()).toEqual({
      appointments: [{ ...before.appointments[0]!, status: 'no_show' }],
      payments: [{ ...before.payments[0]!, refunded: '30' }],
    });
  } finally {
    await running.remove();
  }
});
