import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expireRawEvents } from '../../src/maintenance/expire-raw-events.js';
import { callEvent, microsOf } from '../support/events/event.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const HOUR = 3_600_000;

const at = (time: string): number => microsOf(`2026-05-01T${time}Z`);

const wholeCall = (id: string, plan: string) => [
  callEvent(
    'call.started',
    id,
    at('09:00:00'),
    { direction: 'inbound', agent: { id: 'a' }, from: '+4930123456', attributes: { plan, seats: 3 } },
    `${id}-s`,
  ),
  callEvent('call.answered', id, at('09:00:05'), {}, `${id}-a`),
  callEvent('call.ended', id, at('09:01:05'), { ended_by: 'caller' }, `${id}-e`),
];

let running: TestService;
beforeEach(async () => {
  running = await TestService.create(NOW);
});
afterEach(() => running.remove());

describe('a call that never ends', () => {
  it('is closed as lost, and is as it should be when the end comes after all', async () => {
    await running.startReady({ CALLSIGHT_LOST_AFTER_MINUTES: '60' });
    const [started, answered, ended] = wholeCall('c1', 'basic');
    await running.main.post(
      '/v1/events',
      [started!, answered!].map((event) => ({ ...event, time: event.time.replace('T09', 'T11') })),
    );
    await running.waitUntilProjected();
    const state = () =>
      running.main.values({ metrics: ['calls.count', 'calls.duration.sum'], groupBy: ['outcome', 'end_reason'] });
    expect(await state()).toEqual([['in_progress'], [null], [1], [0]]);
    expect(await running.services.closeLostCalls()).toBe(0);

    running.now = NOW + HOUR;
    expect(await running.services.closeLostCalls()).toBe(1);
    await running.waitUntilProjected();
    expect(await state()).toEqual([['failed'], ['lost'], [1], [0]]);

    await running.main.post('/v1/events', [{ ...ended!, time: ended!.time.replace('T09', 'T11') }]);
    await running.waitUntilProjected();
    expect(await state()).toEqual([['other'], [null], [1], [60]]);
  });
});

describe('raw events', () => {
  it('expire by whole calls; their rows stay, and what is younger stays', async () => {
    await running.startReady();
    await running.main.post('/v1/events', [
      ...wholeCall('old', 'basic'),
      callEvent('call.analyzed', 'young', at('11:00:00'), { success: true }),
      ...wholeCall('young', 'pro'),
    ]);
    await running.waitUntilProjected();
    const { ledger } = running.services;
    // Of the old call: three identities and one chunk.
    expect(await expireRawEvents(ledger.store, at('10:00:00'))).toBe(4);
    expect(await expireRawEvents(ledger.store, at('10:00:00'))).toBe(0);
    const left = await ledger.store.keys().all();
    expect(left.filter((key) => key.includes('old'))).toEqual([]);
    expect(left.filter((key) => key.includes('young'))).not.toEqual([]);
    expect(await running.main.values({ metrics: ['calls.count'] })).toEqual([[2]]);
  });

  it('never expire before they are delivered', async () => {
    await running.startReady();
    await running.main.post('/v1/events', wholeCall('c1', 'basic'));
    expect(await expireRawEvents(running.services.ledger.store, at('12:00:00'))).toBe(0);
    await running.waitUntilProjected();
    expect(await running.main.values({ metrics: ['calls.count'] })).toEqual([[1]]);
  });
});

describe('what can be folded anew', () => {
  it('that come after the others of their call have expired are added to the whole call', async () => {
    await running.startReady({ CALLSIGHT_RAW_RETENTION_DAYS: '1' });
    await running.main.post('/v1/events', wholeCall('c1', 'basic'));
    await running.waitUntilProjected();
    running.now = NOW + 48 * HOUR;
    await running.services.expireRawEvents();
    const late = callEvent('call.analyzed', 'c1', at('09:02:00'), { success: true, outcome: 'booked' }, 'late');
    await running.main.post('/v1/events', [late]);
    await running.waitUntilProjected();
    const metrics = ['calls.count', 'calls.duration.sum', 'calls.success_rate'];
    expect(await running.main.values({ metrics, groupBy: ['outcome'] })).toEqual([['booked'], [1], [60], [1]]);
  });

  it('an attribute that is declared later becomes a dimension of old calls by replay', async () => {
    await running.startReady();
    await running.main.post('/v1/events', [
      ...wholeCall('c1', 'basic'),
      ...wholeCall('c2', 'pro'),
      ...wholeCall('c3', 'pro'),
    ]);
    await running.waitUntilProjected();
    await running.stop();

    await running.startReady({ CALLSIGHT_ATTRIBUTES: 'plan, seats:number' });
    expect(await running.main.values({ metrics: ['calls.count'], groupBy: ['plan'] })).toEqual([[null], [3]]);
    expect(await running.main.post('/v1/replay')).toEqual({ entities: 3 });
    await running.waitUntilProjected();
    expect(await running.main.values({ metrics: ['calls.count'], groupBy: ['plan'] })).toEqual([
      ['basic', 'pro'],
      [1, 2],
    ]);
    const filters = [{ dimension: 'seats', op: '>=', values: [3] }];
    expect(await running.main.values({ metrics: ['calls.count'], filters })).toEqual([[3]]);
  });

  it('a database that is gone is rebuilt from the ledger at the start', async () => {
    await running.startReady();
    await running.main.post('/v1/events', [...wholeCall('c1', 'basic'), ...wholeCall('c2', 'pro')]);
    await running.waitUntilProjected();
    const query = {
      metrics: ['calls.count', 'calls.asa', 'callers.new', 'calls.repeat_rate', 'calls.duration.sum'],
      interval: '1d',
      groupBy: ['agent'],
    };
    const before = await running.main.values(query);
    await running.stop();
    for (const file of await readdir(running.folder))
      if (file.startsWith('callsight.duckdb')) await rm(join(running.folder, file));

    await running.startReady();
    await running.waitUntilProjected();
    expect(await running.main.values(query)).toEqual(before);
  });

  it('what was accepted and not delivered before a stop is delivered after the next start', async () => {
    await running.startReady();
    await running.main.post('/v1/events', wholeCall('c1', 'basic'));
    await running.stop();
    await running.startReady();
    await running.waitUntilProjected();
    expect(await running.main.values({ metrics: ['calls.count'] })).toEqual([[1]]);
  });
});
