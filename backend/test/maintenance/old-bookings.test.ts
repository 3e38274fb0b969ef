import type { CallDetail } from '@callsight/contract/call-detail';
import { phoneCall } from '../support/events/call.js';
import { event } from '../support/events/event.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const DAY = 86_400_000;

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
      ...phoneCall({ id: 'c', start: (NOW - 60_000) * 1_000, caller: '+4930111111' }),
      event('appointment.scheduled', NOW * 1_000, {
        appointment_id: 'A',
        starts_at,
        price: 80,
        currency: 'EUR',
        ...party,
      }),
      event('payment.succeeded', NOW * 1_000, { payment_id: 'P', amount: 80, currency: 'EUR', appointment_id: 'A' }),
    );
    const before = await detail();
    expect(before).toMatchObject({ appointments: [{ price: '80' }], payments: [{ amount: '80' }] });

    running.now += 40 * DAY;
    await running.services.expireRawEvents();
    expect(await running.services.ledger.events('main', 'appointment/A')).toEqual([]);
    await send(
      event('appointment.no_show', running.now * 1_000, { appointment_id: 'A' }),
      event('payment.refunded', running.now * 1_000, { payment_id: 'P', amount: 30, currency: 'EUR' }),
    );
    expect(await detail()).toEqual({
      appointments: [{ ...before.appointments[0]!, status: 'no_show' }],
      payments: [{ ...before.payments[0]!, refunded: '30' }],
    });
  } finally {
    await running.remove();
  }
});
