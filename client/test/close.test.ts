import { EventServer } from './support/event-server.js';
import { ids, testClient } from './support/test-client.js';

describe('closing', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it('sends what is left and says what became of everything', async () => {
    const { client, clock, sendMany } = testClient(server.url);
    await sendMany(4);
    const report = { accepted: 4, duplicates: 0, rejected: 0, dropped: 0, left: 0 };
    expect(await client.close({ timeoutMs: 1_000 })).toEqual(report);
    expect(await client.close()).toEqual(report);
    expect(server.takenIds).toEqual(ids(4));
    expect(clock.running).toEqual([]);
  });

  it('ends when its time is over: in the middle of a request', async () => {
    const { client, clock, told, sendMany } = testClient(server.url, { maxBatchEvents: 2, maxQueueEvents: 3 });
    server.next('take', { hold: new Promise(() => undefined) });
    await sendMany(4);
    const waiting = client.send({ type: 'call.held', subject: 'call-1', id: 'e5', data: {} });
    const waitingToo = client.send({ type: 'call.held', subject: 'call-1', id: 'e6', data: {} });
    const closed = client.close({ timeoutMs: 1_000 });
    await server.arrived(2);
    clock.advance(1_000);
    expect(await closed).toEqual({ accepted: 2, duplicates: 0, rejected: 0, dropped: 0, left: 4 });
    await clock.ended(30_000);
    expect(clock.running).toEqual([]);
    expect(told.retries).toEqual([]);
    await Promise.all([waiting, waitingToo]);
    expect(told.dropped.map(({ event, reason }) => [event.id, reason])).toEqual(ids(4, 3).map((id) => [id, 'closed']));
  });

  it('ends when its time is over: between two attempts', async () => {
    const { client, clock, sendMany } = testClient(server.url);
    server.next({ status: 503, headers: { 'retry-after': '60' } });
    await sendMany(2);
    const closed = client.close({ timeoutMs: 1_000 });
    await clock.started(60_000);
    clock.advance(1_000);
    expect(await closed).toMatchObject({ accepted: 0, left: 2 });
    expect(clock.running).toEqual([]);
  });

  it('does not wait for an attempt that is far off, but tries at once', async () => {
    const { client, clock, sendMany } = testClient(server.url, { retryBaseMs: 20_000 });
    server.next({ status: 503 });
    await sendMany(2);
    const flushed = client.flush();
    await clock.started(10_000);
    expect(await client.close({ timeoutMs: 1_000 })).toMatchObject({ accepted: 2, left: 0 });
    await flushed;
  });

  it('takes its hooks away from the process', async () => {
    const events = ['beforeExit', 'SIGTERM', 'SIGINT'];
    const listeners = () => events.map((name) => process.listenerCount(name));
    const before = listeners();
    const { client } = testClient(server.url, { flushOnExit: true });
    expect(listeners()).toEqual(before.map((count) => count + 1));
    await client.close();
    expect(listeners()).toEqual(before);
  });

  it('takes nothing afterwards, and tells', async () => {
    const { client, told, sendMany } = testClient(server.url);
    await client.close();
    await sendMany(1);
    await client.flush();
    expect(server.requests).toEqual([]);
    expect(told.dropped).toMatchObject([{ event: { id: 'e1' }, reason: 'closed' }]);
    expect(client.report).toMatchObject({ dropped: 1, left: 0 });
  });
});
