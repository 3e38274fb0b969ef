import { EventServer } from './support/event-server.js';
import { ids, testClient } from './support/test-client.js';

/** Whether a promise has resolved by now. */
function watch(promise: Promise<void>): { isDone: boolean } {
  const state = { isDone: false };
  void promise.then(() => (state.isDone = true));
  return state;
}

const gate = () => {
  let open: () => void = () => undefined;
  const hold = new Promise<void>((resolve) => (open = resolve));
  return { hold, open };
};

describe('a full queue', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it('makes send wait until there is room', async () => {
    const { client, sendMany } = testClient(server.url, { maxQueueEvents: 3, maxBatchEvents: 2 });
    const [first, second] = [gate(), gate()];
    server.next({ hold: first.hold }, { hold: second.hold });
    await sendMany(3);
    const held = (id: string) => client.send({ type: 'call.held', subject: 'call-1', id, data: {} });
    const [fourth, fifth, sixth] = [held('e4'), held('e5'), held('e6')];
    const states = [watch(fourth), watch(fifth), watch(sixth)];
    await server.arrived(1);
    expect(states.map(({ isDone }) => isDone)).toEqual([false, false, false]);
    first.open();
    // Two are done with, so two come in.
    await fifth;
    await server.arrived(2);
    expect(states.map(({ isDone }) => isDone)).toEqual([true, true, false]);
    second.open();
    await sixth;
    await client.flush();
    expect(server.takenIds).toEqual(ids(6));
  });

  it('is full of bytes, too', async () => {
    const { client, sendMany } = testClient(server.url, { maxQueueBytes: 1_000 });
    const { hold, open } = gate();
    server.next({ hold });
    await sendMany(1, { note: 'x'.repeat(700) });
    const second = client.send({
      type: 'call.held',
      subject: 'call-1',
      id: 'e2',
      data: { note: 'x'.repeat(700) },
    });
    const state = watch(second);
    await server.arrived(1);
    expect(state.isDone).toBe(false);
    open();
    await second;
    await client.flush();
    expect(server.takenIds).toEqual(ids(2));
  });

  it('sends at once, however small a batch may be, when somebody waits', async () => {
    const { sendMany, client } = testClient(server.url, { maxQueueEvents: 2, maxBatchEvents: 500 });
    // Time stands still: nothing would go by the delay.
    await sendMany(9);
    await client.flush();
    expect(server.takenIds).toEqual(ids(9));
  });

  it('lets flush wait for those that waited for room', async () => {
    const { client } = testClient(server.url, { maxQueueEvents: 1 });
    for (const id of ids(5)) void client.send({ type: 'call.held', subject: 'call-1', id, data: {} });
    await client.flush();
    expect(server.takenIds).toEqual(ids(5));
  });

  it('drops the new event, and tells, where that was asked for', async () => {
    const { client, told, sendMany } = testClient(server.url, { maxQueueEvents: 3, whenFull: 'drop' });
    await sendMany(5);
    await client.flush();
    expect(server.takenIds).toEqual(ids(3));
    expect(told.dropped.map(({ event, reason }) => [event.id, reason])).toEqual([
      ['e4', 'queue_full'],
      ['e5', 'queue_full'],
    ]);
    expect(client.report).toEqual({ accepted: 3, duplicates: 0, rejected: 0, dropped: 2, left: 0 });
  });
});
