import fc from 'fast-check';
import { EventServer, type Behaviour } from './support/event-server.js';
import { ids, testClient } from './support/test-client.js';

const behaviour = fc.constantFrom<Behaviour>(
  'take',
  'take_and_cut',
  'cut',
  { status: 503, headers: { 'retry-after': '2' } },
  { status: 429 },
  { status: 500, body: 'oops' },
  { status: 408 },
);

const event = fc.record({ size: fc.integer({ min: 0, max: 600 }), bad: fc.boolean() });

const situation = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 25 }),
  script: fc.array(behaviour, { maxLength: 20 }),
  bodyLimit: fc.integer({ min: 400, max: 3_000 }),
  maxBatchEvents: fc.integer({ min: 1, max: 9 }),
  maxQueueEvents: fc.integer({ min: 1, max: 12 }),
});

describe('whatever the service and the network do', () => {
  it('every event is taken exactly once, in order, or told', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ events, script, bodyLimit, maxBatchEvents, maxQueueEvents }) => {
        const server = await EventServer.start(bodyLimit);
        try {
          server.next(...script);
          const { client, told, clock } = testClient(server.url, {
            maxBatchEvents,
            maxQueueEvents,
            onRetry: (_reason, delayMs) => clock.advance(delayMs),
          });
          for (const [index, { size, bad }] of events.entries()) {
            const data = { note: 'x'.repeat(size), ...(bad ? { bad } : {}) } as object;
            await client.send({ type: 'call.held', subject: 'call-1', id: `e${index + 1}`, data });
          }
          await client.flush();
          const report = await client.close();
          const refused = told.rejected.map(({ event: { id } }) => id);
          expect([...server.takenIds, ...refused].sort()).toEqual(ids(events.length).sort());
          expect(server.takenIds).toEqual(ids(events.length).filter((id) => !refused.includes(id)));
          expect(report.accepted + report.duplicates).toBe(server.taken.length);
          expect(report).toMatchObject({ rejected: refused.length, dropped: 0, left: 0 });
          expect(clock.running).toEqual([]);
        } finally {
          await server.stop();
        }
      }),
      { numRuns: 150 },
    );
  });
});
