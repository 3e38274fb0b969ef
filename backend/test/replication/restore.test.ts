import fc from 'fast-check';
import { randomEvents } from '../stories/random-events.js';
import type { TestEvent } from '../support/events/event.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import type { TenantClient } from '../support/service/tenant-client.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { businessEvents } from './business-events.js';
import { everyAnswer } from './every-answer.js';
import { nastyCall, randomSamples } from './record-events.js';

const NOW = Date.parse('2026-05-05T12:00:00Z');
const ASKED = { from: NOW - 8 * 86_400_000, to: NOW + 6 * 86_400_000 };
const SETTINGS = {
  CALLSIGHT_ATTRIBUTES: 'plan,score:number,vip:boolean',
  CALLSIGHT_CALLER_SECRET: 'the same everywhere',
};
const TENANTS = Array.from({ length: 3 }, (_, index) => `tenant-${index}`);

/** Random calls of each tenant, in two halves that are sent one after the other. */
const histories = TENANTS.map((_, seed) => {
  const events = fc
    .sample(randomEvents((NOW - 4 * 86_400_000) * 1_000, 60), { numRuns: 3, seed })
    .reduce((most, one) => (one.length > most.length ? one : most));
  return [...events, ...randomSamples(NOW, seed), ...nastyCall(NOW), ...businessEvents(NOW, seed)];
});

const halves = (events: readonly TestEvent[], half: 0 | 1): TestEvent[] =>
  events.filter((_, index) => index % 2 === half);

const clientsOf = (service: TestService): Promise<TenantClient[]> =>
  Promise.all(TENANTS.map((name) => service.tenant(name)));

const answersOf = async (service: TestService) => {
  const clients = await clientsOf(service);
  const answers = [];
  for (const client of clients) answers.push(await everyAnswer(client, ASKED));
  return answers;
};

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  test('a new node restores, and another one follows, to identical answers', async () => {
    const database = await server.database();
    const variables = { ...SETTINGS, ...database.variables };
    const first = await TestService.start(NOW + 5 * 86_400_000, variables);
    const services = [first];
    try {
      await first.waitUntilReady();
      const clients = await clientsOf(first);
      await clients[0]!.defineMetric({
        id: 'own.share',
        formula: 'calls.answered / calls.count',
        title: 'Own',
      });
      const own = { id: 'own', title: 'Own', steps: ['call.started', 'slot.offered'], window: '2h' };
      expect(await clients[0]!.request('POST', '/v1/funnels', own)).toMatchObject({ status: 201 });
      const funnelsOf = async (service: TestService): Promise<unknown> =>
        (await (await clientsOf(service))[0]!.request('GET', '/v1/funnels')).body;
      for (const [index, client] of clients.entries()) await client.send(halves(histories[index]!, 0));
      await first.waitUntilPublished();

      const follower = await TestService.start(first.now, { ...variables, CALLSIGHT_FOLLOW: 'true' });
      services.push(follower);
      await follower.waitUntilReady();
      expect(await answersOf(follower)).toEqual(await answersOf(first));

      for (const [index, client] of clients.entries()) await client.send(halves(histories[index]!, 1));
      await first.waitUntilPublished();
      const expected = await answersOf(first);
      expect(JSON.stringify(expected)).not.toEqual(
        JSON.stringify(await answersOf(await emptyService(services, SETTINGS))),
      );

      const restored = await TestService.start(first.now, variables);
      services.push(restored);
      await restored.waitUntilReady();
      expect(await answersOf(restored)).toEqual(expected);
      expect(await funnelsOf(first)).toMatchObject({ funnels: [{ id: 'appointment' }, own] });
      expect(await funnelsOf(restored)).toEqual(await funnelsOf(first));
      await until(async () => JSON.stringify(await funnelsOf(follower)) === JSON.stringify(await funnelsOf(first)));
      await until(async () => JSON.stringify(await answersOf(follower)) === JSON.stringify(expected));
    } finally {
      for (const service of services.toReversed()) await service.remove();
    }
  }, 240_000);
});

async function emptyService(services: TestService[], settings: Record<string, string>): Promise<TestService> {
  const service = await TestService.start(NOW, settings);
  services.push(service);
  return service;
}
