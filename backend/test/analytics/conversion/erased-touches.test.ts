import type { Frame } from '@callsight/contract/query/answer';
import { TestService } from '../../support/service/test-service.js';
import { booked } from '../../support/events/booking.js';
import { call } from '../../support/events/call.js';
import { touch } from '../../support/events/touch.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const HOUR = 3_600_000;
const ASKED = { from: NOW - 48 * HOUR, to: NOW };

/** Epoch microseconds. */
const hoursAgo = (hours: number): number => (NOW - hours * HOUR) * 1_000;

const framesOf = async (running: TestService, query: object): Promise<Frame[]> => {
  const answer = await running.main.query({ ...ASKED, queries: [{ refId: 'A', ...query }] });
  const { A: result } = answer.results;
  if (result === undefined || !('frames' in result)) throw new Error(JSON.stringify(answer));
  return result.frames;
};

test('erasing a person takes the touches of their number and of their address, and nobody else’s', async () => {
  const running = await TestService.start(NOW);
  try {
    const { body } = await running.main.request('POST', '/v1/events', [
      ...call('c', hoursAgo(2), { from: '+4930111111' }),
      booked('A', hoursAgo(1), { phone: '+4930111111', email: 'anna@example.com' }),
      touch(hoursAgo(5), { source: 'number', phone: '+4930111111', cost: '1 EUR' }),
      touch(hoursAgo(5), { source: 'address', email: 'anna@example.com', cost: '1 EUR' }),
      touch(hoursAgo(5), { source: 'other', phone: '+4930222222', cost: '1 EUR' }),
    ]);
    expect(body).toMatchObject({ rejected: [] });
    await running.waitUntilProjected();
    const spend = async (): Promise<unknown> =>
      (await framesOf(running, { attribution: { model: 'linear' } }))[0]?.data.values.slice(0, 4);
    expect(await spend()).toEqual([
      ['address', 'number', 'other'],
      [0.5, 0.5, 0],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    const [frame] = await framesOf(running, { metrics: ['calls.count'], groupBy: ['caller'] });
    const caller = String(frame?.data.values[0]?.[0]);
    expect((await running.main.request('DELETE', `/v1/callers/${caller}`)).status).toBe(200);
    await running.waitUntilProjected();
    expect(await spend()).toEqual([['other'], [0], [0], [1]]);
    const kept: string[] = [];
    for await (const [key] of running.services.ledger.store.iterator()) if (key.startsWith('x')) kept.push(key);
    expect(kept.filter((key) => key.includes('touch/'))).toHaveLength(1);
  } finally {
    await running.remove();
  }
});
