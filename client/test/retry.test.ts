import { EventServer } from './support/event-server.js';
import { ids, KEY, testClient } from './support/test-client.js';

describe('a request that fails', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it('is sent again when the service said, in seconds or by a date', async () => {
    const { client, clock, told, sendMany } = testClient(server.url);
    server.next(
      { status: 503, headers: { 'retry-after': '7' }, body: '{"error":{"code":"closing","message":"stopping"}}' },
      { status: 429, headers: { 'retry-after': 'Fri, 20 Nov 2026 10:01:00 GMT' } },
    );
    await sendMany(2);
    const flushed = client.flush();
    await clock.started(7_000);
    clock.advance(6_999);
    expect(server.requests).toHaveLength(1);
    clock.advance(1);
    await clock.started(53_000);
    expect(server.requests).toHaveLength(2);
    clock.advance(53_000);
    await flushed;
    expect(server.requests.map((request) => request.ids)).toEqual([ids(2), ids(2), ids(2)]);
    expect(told.retries.map(({ reason }) => reason)).toEqual(['answered 503: stopping', 'answered 429']);
    expect(client.report).toMatchObject({ accepted: 2, duplicates: 0 });
  });

  it('waits longer each time, and from the start after a success', async () => {
    const { client, clock, told, sendMany } = testClient(server.url, { retryBaseMs: 1_000, retryCapMs: 3_000 });
    server.next({ status: 500 }, { status: 502 }, 'cut', { status: 408 }, 'take', { status: 504 });
    await sendMany(1);
    const flushed = client.flush();
    for (const ms of [500, 1_000, 1_500, 1_500]) {
      await clock.started(ms);
      clock.advance(ms);
    }
    await flushed;
    await client.send({ type: 'call.held', subject: 'call-1', data: {} });
    const again = client.flush();
    await clock.started(500);
    clock.advance(500);
    await again;
    expect(told.retries.map(({ delayMs }) => delayMs)).toEqual([500, 1_000, 1_500, 1_500, 500]);
    expect(told.retries[2]?.reason).toContain('no answer');
  });

  it('has a time limit', async () => {
    const { client, clock, told, sendMany } = testClient(server.url, { requestTimeoutMs: 4_000 });
    server.next({ hold: new Promise(() => undefined) });
    await sendMany(1);
    const flushed = client.flush();
    await server.arrived(1);
    clock.advance(4_000);
    await clock.started(250);
    clock.advance(250);
    await flushed;
    expect(told.retries).toEqual([{ reason: 'no answer within 4000 ms', delayMs: 250 }]);
    expect(server.takenIds).toEqual(['e1']);
  });

  it('says that nobody is there, and goes on when somebody is', async () => {
    const { client, clock, told, sendMany } = testClient(server.url);
    const { port } = new URL(server.url);
    await server.stop();
    await sendMany(1);
    const flushed = client.flush();
    await clock.started(250);
    await new Promise<void>((listening) => server.server.listen(Number(port), '127.0.0.1', listening));
    clock.advance(250);
    await flushed;
    expect(told.retries[0]?.reason).toBe('no answer: ECONNREFUSED');
    expect(server.takenIds).toEqual(['e1']);
  });

  it('counts once when only its answer was lost', async () => {
    const { client, clock, sendMany } = testClient(server.url);
    server.next('take_and_cut');
    await sendMany(3);
    const flushed = client.flush();
    await clock.started(250);
    clock.advance(250);
    await flushed;
    expect(server.takenIds).toEqual(ids(3));
    expect(client.report).toEqual({ accepted: 0, duplicates: 3, rejected: 0, dropped: 0, left: 0 });
  });
});

describe('a request that is refused', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it.each([
    [401, 'the API key is missing, not known, expired or revoked'],
    [403, 'may not send events'],
    [404, 'no Callsight at this address'],
    [415, 'content type'],
    [302, 'check the URL'],
    [200, 'check the URL'],
  ])('%p is told and not sent again; what follows is', async (status, words) => {
    const { client, told, sendMany } = testClient(server.url);
    server.next({
      status,
      headers: { location: '/elsewhere' },
      body: `{"error":{"code":"x","message":"${KEY} is wrong"}}`,
    });
    await sendMany(2);
    const failure: unknown = await client.flush().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ClientError', status, message: expect.stringContaining(words) });
    expect(told.errors).toEqual([failure]);
    expect(`${String(failure)} ${JSON.stringify(failure)} ${String((failure as Error).stack)}`).not.toContain(KEY);
    expect(told.dropped.map(({ event, reason }) => [event.id, reason])).toEqual([
      ['e1', 'refused'],
      ['e2', 'refused'],
    ]);
    await client.send({ type: 'call.held', subject: 'call-1', id: 'later', data: {} });
    await client.flush();
    expect(server.takenIds).toEqual(['later']);
    expect(client.report).toEqual({ accepted: 1, duplicates: 0, rejected: 0, dropped: 2, left: 0 });
  });

  it('is told by the next flush when it happened before', async () => {
    const { client, told, sendMany } = testClient(server.url, { maxBatchEvents: 1 });
    server.next({ status: 401 });
    await sendMany(1);
    await server.arrived(1);
    await client.send({ type: 'call.held', subject: 'call-1', data: {} });
    await expect(client.flush()).rejects.toThrow('answered 401');
    await client.flush();
    expect(told.errors).toHaveLength(1);
  });

  it('is halved when it is too large, and later batches are no larger', async () => {
    server.bodyLimit = 2_000;
    const { client, told, sendMany } = testClient(server.url, { maxBatchEvents: 100 });
    await sendMany(40);
    await client.flush();
    expect(server.takenIds).toEqual(ids(40));
    const tooLarge = server.requests.filter(({ bytes }) => bytes > 2_000);
    // 40 events of some 130 bytes: 5 kB, then 2.6 kB, then it fits.
    expect(tooLarge).toHaveLength(2);
    const small = server.requests.slice(2, -1).map(({ bytes }) => bytes);
    for (const bytes of small) expect(bytes).toBeGreaterThan(1_000);
    expect(told.rejected).toEqual([]);
    expect(client.report).toMatchObject({ accepted: 40, duplicates: 0 });
  });

  it('is told as a refused event when one event alone is too large', async () => {
    server.bodyLimit = 1_000;
    const { client, told, sendMany } = testClient(server.url);
    await sendMany(3);
    await client.send({
      type: 'call.held',
      subject: 'call-1',
      id: 'large',
      data: { note: 'x'.repeat(2_000) },
    });
    await client.send({ type: 'call.held', subject: 'call-1', id: 'after', data: {} });
    await client.flush();
    expect(server.takenIds).toEqual([...ids(3), 'after']);
    expect(told.rejected).toMatchObject([{ reason: { code: 'body_too_large', id: 'large' }, event: { id: 'large' } }]);
  });
});
