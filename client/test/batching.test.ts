import { EventServer } from './support/event-server.js';
import { ids, KEY, testClient } from './support/test-client.js';

describe('batches', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it('are CloudEvents with the key, in the order of sending', async () => {
    const { client, clock } = testClient(`${server.url}/`, { newId: () => 'new-id' });
    const call = client.call('call-7');
    await call.started({ direction: 'inbound', agent: { id: 'anna' } }, { time: '2026-11-20T09:59:00+01:00' });
    await call.turn({ index: 0, latency_ms: { e2e: 840 } }, { id: 'turn-0', time: new Date(clock.now() + 5) });
    await call.held({ id: 'held' });
    await client.flush();
    expect(server.requests).toMatchObject([
      {
        path: '/v1/events',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' },
      },
    ]);
    const about = { specversion: '1.0', source: 'tests', subject: 'call-7' };
    expect(server.taken).toEqual([
      {
        ...about,
        id: 'new-id',
        type: 'call.started',
        time: '2026-11-20T09:59:00+01:00',
        data: { direction: 'inbound', agent: { id: 'anna' } },
      },
      {
        ...about,
        id: 'turn-0',
        type: 'call.turn',
        time: '2026-11-20T10:00:00.005Z',
        data: { index: 0, latency_ms: { e2e: 840 } },
      },
      { ...about, id: 'held', type: 'call.held', time: '2026-11-20T10:00:00.000Z', data: {} },
    ]);
    expect(await client.close()).toEqual({ accepted: 3, duplicates: 0, rejected: 0, dropped: 0, left: 0 });
  });

  it('hold so many events, one request at a time', async () => {
    const { client, sendMany } = testClient(server.url, { maxBatchEvents: 4 });
    await sendMany(10);
    await client.flush();
    expect(server.requests.every((request) => request.ids.length <= 4)).toBe(true);
    expect(server.requests).toHaveLength(3);
    expect(server.requests.flatMap((request) => request.ids)).toEqual(ids(10));
  });

  it('hold so many bytes, counted in UTF-8; an event above that goes alone', async () => {
    const { client, told, sendMany } = testClient(server.url, { maxBatchBytes: 1_000 });
    await sendMany(12, { note: 'ü'.repeat(100) });
    await client.send({
      type: 'call.held',
      subject: 'call-1',
      id: 'large',
      data: { note: 'ü'.repeat(2_000) },
    });
    await client.flush();
    const alone = server.requests.find((request) => request.ids.includes('large'));
    expect(alone?.ids).toEqual(['large']);
    for (const request of server.requests) if (request !== alone) expect(request.bytes).toBeLessThanOrEqual(1_000);
    // As many as fit: three of some 320 bytes each.
    expect(server.requests[1]?.ids).toHaveLength(2);
    expect(server.takenIds).toEqual([...ids(12), 'large']);
    expect(told.rejected).toEqual([]);
  });

  it('leave after a short time, or at once when they are full', async () => {
    const { client, clock, sendMany } = testClient(server.url, { maxBatchEvents: 3, maxDelayMs: 200 });
    await sendMany(2);
    expect(clock.running).toEqual([200]);
    clock.advance(199);
    expect(clock.running).toEqual([200]);
    clock.advance(1);
    await server.arrived(1);
    expect(server.requests[0]?.ids).toEqual(ids(2));
    await client.flush();
    await sendMany(3);
    await server.arrived(2);
    await client.flush();
    expect(server.takenIds).toEqual(ids(3));
  });

  it('carry what was sent, whatever the sender does to it afterwards', async () => {
    const { client } = testClient(server.url);
    const data = { index: 0, latency_ms: { e2e: 500 } };
    await client.send({ type: 'call.turn', subject: 'call-1', data });
    data.latency_ms.e2e = 9;
    await client.flush();
    expect(server.taken[0]?.data).toEqual({ index: 0, latency_ms: { e2e: 500 } });
  });

  it('leave out what cannot be written, and say so to whoever sent it', async () => {
    const { client, sendMany } = testClient(server.url);
    await expect(client.send({ type: 'call.held', subject: 'c', data: { n: 1n } })).rejects.toThrow(TypeError);
    await expect(client.call('c').held({ time: new Date(Number.NaN) })).rejects.toThrow(RangeError);
    await sendMany(1);
    await client.flush();
    expect(server.takenIds).toEqual(['e1']);
  });
});
