import type { CallDetail } from '@callsight/contract/call-detail';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';
import { deliver, form, sample, SECRETS } from '../ingest/webhooks/platforms.js';

const NOW = Date.parse('2025-10-24T09:30:00.000Z');
const SID = 'CAbc4dda269dfaf7729e1b06b7e6aa9d0f';
const RETELL = 'call_7d4d725e08ee202dded00b067eb';
const SETTINGS = { ...SECRETS, CALLSIGHT_CALLER_SECRET: 'the same everywhere' };

const twilio = (status: string, time: string): string =>
  form({
    CallSid: SID,
    From: '+493012345678',
    To: '+15550100123',
    Direction: 'inbound',
    CallStatus: status,
    Timestamp: `Fri, 24 Oct 2025 ${time} +0000`,
  });

const arrive = async (running: TestService, platform: 'twilio' | 'retell', body: string): Promise<void> => {
  expect((await deliver(running.app, platform, body, NOW)).status).toBe(200);
  await running.services.inbox.drain();
  await running.waitUntilPublished();
};

const callOf = async (running: TestService): Promise<CallDetail['call']> =>
  ((await running.main.request('GET', `/v1/calls/${SID}`)).body as CallDetail).call;

const countOf = async (running: TestService): Promise<unknown> => {
  const range = { from: '2025-10-24T00:00:00Z', to: '2025-10-25T00:00:00Z' };
  const { results } = await running.main.query({ ...range, queries: [{ refId: 'A', metrics: ['calls.count'] }] });
  const result = results['A']!;
  return 'frames' in result ? result.frames[0]!.data.values[0]![0] : result;
};

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  test('a call under two ids is one point of the record; a restored node knows both, and takes late facts of either', async () => {
    const database = await server.database();
    const variables = { ...SETTINGS, ...database.variables };
    const first = await TestService.start(NOW, variables);
    const services = [first];
    try {
      await first.waitUntilReady();
      // Twilio's row is published, and goes again when the platform tells whose it is.
      await arrive(first, 'twilio', twilio('in-progress', '09:21:10'));
      expect((await callOf(first)).call_id).toBe(SID);
      await arrive(first, 'retell', sample('retell/call_analyzed.2025-10.json'));
      const expected = await callOf(first);
      expect(expected).toMatchObject({ call_id: RETELL, provider_call_sid: SID, region: 'Berlin', wait: 0 });

      const restored = await TestService.start(NOW, variables);
      services.push(restored);
      await restored.waitUntilReady();
      expect(await countOf(restored)).toBe(1);
      expect(await callOf(restored)).toEqual(expected);

      // That it rang before is heard of late, by the restored node alone.
      await arrive(restored, 'twilio', twilio('ringing', '09:21:06'));
      expect(await countOf(restored)).toBe(1);
      expect(await callOf(restored)).toMatchObject({
        call_id: RETELL,
        started_at: '2025-10-24T09:21:06.000Z',
        wait: 4.702,
        duration: 35.303,
        cost: '0.0456',
        turns: 4,
      });
    } finally {
      for (const service of services) await service.remove();
    }
  });
});
