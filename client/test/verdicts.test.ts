import { EventServer } from './support/event-server.js';
import { startScript } from './support/start-script.js';
import { testClient } from './support/test-client.js';

describe('events that are refused', () => {
  let server: EventServer;
  beforeEach(async () => {
    server = await EventServer.start();
  });
  afterEach(() => server.stop());

  it('are told with their reason, and the rest of the batch is taken', async () => {
    const { client, told } = testClient(server.url);
    const bad = { bad: true } as object;
    await client.send({ type: 'call.held', subject: 'call-1', id: 'good', data: {} });
    await client.send({ type: 'call.held', subject: 'call-1', id: 'bad', data: bad });
    await client.send({ type: 'call.resumed', subject: 'call-1', id: 'also-good', data: {} });
    await client.flush();
    expect(server.takenIds).toEqual(['good', 'also-good']);
    expect(told.rejected).toEqual([
      {
        reason: { index: 1, id: 'bad', code: 'invalid_data', message: '/data/bad: no', path: '/data/bad' },
        event: expect.objectContaining({ id: 'bad', type: 'call.held', data: { bad: true } }),
      },
    ]);
    expect(client.report).toEqual({ accepted: 2, duplicates: 0, rejected: 1, dropped: 0, left: 0 });
  });

  it('are not sent again when all of a batch are', async () => {
    const { client, told, sendMany } = testClient(server.url);
    await sendMany(2, { bad: true });
    await client.flush();
    expect(server.requests).toHaveLength(1);
    expect(told.rejected.map(({ event }) => event.id)).toEqual(['e1', 'e2']);
    expect(client.report).toMatchObject({ accepted: 0, rejected: 2 });
  });

  it('warn through the process, once for each code, when nobody asked to be told', async () => {
    server.next('take', { status: 401 }, { status: 401 });
    const script = await startScript('unheeded.mjs', server.url);
    expect(await script.ended()).toEqual({ code: 0, signal: null });
    expect(script.lines).toEqual([
      'CallsightWarning invalid_data: an event was refused: /data/bad: no',
      'CallsightWarning unexpected_answer: events were not taken: answered 401: the API key is missing, not known, expired or revoked',
      'CallsightWarning refused: events were given up (refused), the first a call.held',
    ]);
  });
});
