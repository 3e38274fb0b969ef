import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/events/call.js';
import { TestService } from '../support/service/test-service.js';
import { everyAnswer } from './every-answer.js';

const NOW = Date.parse('2026-05-05T12:00:00Z');
const ASKED = { from: NOW - 86_400_000, to: NOW + 86_400_000 };
const SETTINGS = { CALLSIGHT_CALLER_SECRET: 'the same everywhere', CALLSIGHT_ATTRIBUTES: 'plan' };

/** Two calls in which all kinds of events occur; the second one is still going on. */
const EVENTS = [
  ...phoneCall({
    id: 'whole',
    start: '2026-05-05T10:00:00Z',
    caller: '+4930901820',
    answered: 4,
    holds: [[10, 20]],
    ended: 60,
    transfer: 'human',
    started: { attributes: { plan: 'pro' } },
    end: { cost: { total: '0.123456789', currency: 'EUR', components: { llm: '0.1' } }, errors: 2 },
    turns: [{ latency_ms: { e2e: 812.5, llm: 400 }, silence_ms: 12.5 }, { interrupted: true }],
    analyzed: { success: true, sentiment: 0.25, summary: 'well', topics: ['a'] },
  }),
  ...phoneCall({ id: 'open', start: '2026-05-05T11:00:00Z', caller: '+4930901821', answered: 2, turns: [{}, {}] }),
];
const LATE = [
  ...phoneCall({
    id: 'open',
    start: '2026-05-05T11:00:00Z',
    ended: 300,
    answered: 2,
    analyzed: { success: false },
  }).slice(2),
  ...phoneCall({ id: 'whole', start: '2026-05-05T10:00:00Z', ended: 60, analyzed: { sentiment: -1 } }).slice(2),
];

const [installation] = influxServers();

/** What a service answers that got certain events, published them, was lost, and then got others. */
async function answersAfter(before: object[], after: object[], isLost: boolean): Promise<unknown> {
  const server = await InfluxServer.start(installation!);
  const { variables } = await server.database();
  const services: TestService[] = [];
  const start = async (): Promise<TestService> => {
    const service = await TestService.start(NOW, { ...SETTINGS, ...variables });
    services.push(service);
    await service.waitUntilReady();
    return service;
  };
  try {
    let service = await start();
    await service.main.send(before);
    await service.waitUntilPublished();
    if (isLost) service = await start();
    await service.main.send(after);
    await service.waitUntilPublished();
    return await everyAnswer(service.main, ASKED);
  } finally {
    for (const service of services) await service.remove();
    await server.stop();
  }
}

test('a late event finds its call complete on a node that was restored', async () => {
  const expected = await answersAfter(EVENTS, LATE, false);
  expect(await answersAfter(EVENTS, LATE, true)).toEqual(expected);
});

test('an event that is sent again to a restored node changes nothing', async () => {
  const expected = await answersAfter(EVENTS, [], false);
  expect(await answersAfter(EVENTS, EVENTS, true)).toEqual(expected);
});
