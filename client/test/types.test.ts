import { CallsightClient } from '../src/client.js';

/** What the compiler has to refuse; the type check of the tests fails where it does not. */
describe('the types of events', () => {
  it('are those of the contract', async () => {
    const client = new CallsightClient({
      url: 'http://localhost',
      key: 'k',
      source: 't',
      flushOnExit: false,
      onDropped: () => undefined,
    });
    const promises = [
      client.send({
        type: 'call.ended',
        subject: 'c',
        data: { ended_by: 'caller', cost: { total: 1, currency: 'EUR' } },
      }),
      client.send({ type: 'touch.recorded', data: { source: 'ads', caller: { phone: '+4930123456' } } }),
      // @ts-expect-error data of another type
      client.send({ type: 'call.ended', subject: 'c', data: { direction: 'inbound', agent: { id: 'a' } } }),
      // @ts-expect-error an event of a call without its call
      client.send({ type: 'call.held', data: {} }),
      // @ts-expect-error no such type
      client.send({ type: 'call.dropped', subject: 'c', data: {} }),
      // @ts-expect-error no such outcome
      client.call('c').ended({ ended_by: 'caller', outcome: 'fine' }),
      // @ts-expect-error latencies are numbers
      client.call('c').turn({ index: 0, latency_ms: { e2e: '800' } }),
    ];
    await Promise.all(promises);
    expect(await client.close({ timeoutMs: 0 })).toMatchObject({ left: promises.length });
  });
});
