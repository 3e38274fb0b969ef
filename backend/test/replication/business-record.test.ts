import type { CallDetail } from '@callsight/contract/call-detail';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { callEvent, event } from '../support/events/event.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const SETTINGS = { CALLSIGHT_CALLER_SECRET: 'the same everywhere' };

const ANNA = { phone: '+4930111111', email: 'anna@example.com' };

const call = (id: string, time: string): object =>
  callEvent('call.started', id, time, { direction: 'inbound', agent: { id: 'a' }, from: ANNA.phone });

const send = async (running: TestService, ...events: readonly object[]): Promise<void> => {
  const { body } = await running.main.request('POST', '/v1/events', events);
  expect(body).toMatchObject({ rejected: [] });
  await running.waitUntilPublished();
};

/** Empty as long as there is no such call. */
const detail = async (running: TestService, id: string): Promise<Partial<CallDetail>> => {
  const { events: _events, ...rest } = (await running.main.request('GET', `/v1/calls/${id}`))
    .body as Partial<CallDetail>;
  return rest;
};

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  test('bookings and payments are in the record with their links, restored and followed, and take late facts', async () => {
    const database = await server.database();
    const variables = { ...SETTINGS, ...database.variables };
    const first = await TestService.start(NOW, variables);
    const services = [first];
    try {
      await first.waitUntilReady();
      // Before their call: their links change when it comes, and the record is told.
      await send(
        first,
        event('appointment.scheduled', '09T09:05:00', {
          appointment_id: 'A',
          starts_at: '2026-05-09T18:00:00+02:00',
          type: 'cut',
          price: '49.90',
          currency: 'EUR',
          caller: ANNA,
        }),
        event('payment.succeeded', '09T17:00:00', {
          payment_id: 'P',
          amount: '49.90',
          currency: 'EUR',
          caller: { email: ANNA.email },
        }),
        event('payment.refunded', '10T09:00:00', { payment_id: 'P', amount: '9.90', currency: 'EUR' }),
      );
      await send(first, call('c', '09T09:00:00'));
      const expected = await detail(first, 'c');
      expect(expected).toMatchObject({
        appointments: [{ appointment_id: 'A', link: 'caller', price: '49.9', status: 'scheduled', type: 'cut' }],
        payments: [{ payment_id: 'P', amount: '49.9', refunded: '9.9', link: 'email', appointment_id: 'A' }],
      });

      const follower = await TestService.start(NOW, { ...variables, CALLSIGHT_FOLLOW: 'true' });
      services.push(follower);
      await follower.waitUntilReady();
      expect(await detail(follower, 'c')).toEqual(expected);

      const restored = await TestService.start(NOW, variables);
      services.push(restored);
      await restored.waitUntilReady();
      expect(await detail(restored, 'c')).toEqual(expected);

      // Alone, these would say neither when it begins nor whose it is.
      await send(
        restored,
        event('appointment.canceled', '10T10:00:00', { appointment_id: 'A' }),
        event('payment.refunded', '10T10:00:00', { payment_id: 'P', amount: '40', currency: 'EUR' }),
      );
      const changed = await detail(restored, 'c');
      expect(changed).toEqual({
        ...expected,
        appointments: [{ ...expected.appointments![0]!, status: 'canceled' }],
        payments: [{ ...expected.payments![0]!, refunded: '49.9', status: 'refunded' }],
      });
      await until(async () => (await detail(follower, 'c')).payments?.[0]?.status === 'refunded');
      expect(await detail(follower, 'c')).toEqual(changed);

      // A later call that is nearer takes the booking over, here and where it is followed.
      await send(restored, call('d', '09T09:04:00'));
      expect((await detail(restored, 'c')).appointments).toEqual([]);
      await until(async () => (await detail(follower, 'd')).payments?.length === 1);
      expect(await detail(follower, 'd')).toEqual(await detail(restored, 'd'));
      expect(await detail(follower, 'c')).toEqual(await detail(restored, 'c'));

      await restored.main.request('DELETE', `/v1/callers/${String(changed.call?.caller)}`);
      await restored.waitUntilPublished();
      const emptied = await TestService.start(NOW, variables);
      services.push(emptied);
      await emptied.waitUntilReady();
      const rows = await emptied.services.callDetail('main', 'd', true);
      expect(rows).toBeUndefined();
      for (const measurement of ['calls', 'appointments', 'payments']) {
        const points = await database.influxql(`SELECT count("known") FROM "${measurement}"`);
        expect(points).toEqual([]);
      }
    } finally {
      for (const service of services) await service.remove();
    }
  });
});
