import { TestService } from '../../support/service/test-service.js';
import { phoneCall } from '../../support/events/call.js';
import { columnOf } from '../../support/frames.js';

const NOW = Date.parse('2026-05-02T00:00:00Z');

/** A service that lets an answer be larger than the heap that makes it. */
async function start(): Promise<TestService> {
  const service = await TestService.start(NOW, {
    CALLSIGHT_QUERY_MEMORY_MB: '128',
    CALLSIGHT_QUERY_MAX_CELLS: '100000000',
  });
  await service.main.send(
    Array.from({ length: 400 }, (_, index) =>
      phoneCall({ start: new Date(NOW - 3_600_000 + index).toISOString(), agent: `agent-${index}` }),
    ).flat(),
  );
  await service.waitUntilProjected();
  return service;
}

const small = { from: 'now-1d', to: 'now', queries: [{ refId: 'A', metrics: ['calls.count'] }] };
const huge = {
  from: 'now-13d',
  to: 'now',
  queries: [{ refId: 'A', metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'], interval: '1m' }],
};

it('a runaway answer ends the query worker alone: 503, then another worker answers as before', async () => {
  const service = await start();
  try {
    await service.main.defineMetric({ id: 'my.count', title: 'Mine', formula: 'calls.count * 2' });
    const runaway = service.main.request('POST', '/v1/query', huge);
    const meanwhile = await service.main.send(phoneCall({ start: new Date(NOW - 1_000).toISOString() }));
    expect(meanwhile.accepted).toBeGreaterThan(0);
    expect(await runaway).toMatchObject({ status: 503, body: { error: { code: 'query_worker_restarting' } } });
    // The next question waits for nobody: it is answered, or told to come back in a moment.
    let reply = await service.main.request('POST', '/v1/query', small);
    while (reply.status === 503) reply = await service.main.request('POST', '/v1/query', small);
    expect(reply.status).toBe(200);
    await service.waitUntilProjected();
    const answer = await service.main.query({
      ...small,
      queries: [{ refId: 'A', metrics: ['calls.count', 'my.count'] }],
    });
    expect([columnOf(answer, 'calls.count'), columnOf(answer, 'my.count')]).toEqual([[401], [802]]);
    expect(await service.main.request('GET', '/healthz')).toMatchObject({
      status: 200,
      body: { ready: true, queries: { restarts: 1 } },
    });
  } finally {
    await service.remove();
  }
});
