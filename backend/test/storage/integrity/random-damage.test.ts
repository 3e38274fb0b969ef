import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEvent } from '../../support/events/event.js';
import { ServiceProcess } from '../../support/service/service-process.js';
import { TestService } from '../../support/service/test-service.js';
import { damage, randomOf } from './damages.js';

/** Some of the seeds; CALLSIGHT_DAMAGES runs more of them. */
const SEEDS = Number(process.env['CALLSIGHT_DAMAGES'] ?? 30);
const FROM = Date.parse('2026-03-01T00:00:00Z');
const NOW = Date.parse('2026-03-03T00:00:00Z');

const callOf = (call: number): object[] => {
  const id = `call-${call}`;
  const at = (FROM + call * 50_000) * 1_000;
  const started = { direction: 'inbound', agent: { id: `a${call % 3}` }, from: '+4930123456' } as const;
  return [
    callEvent('call.started', id, at, started, `${call}-s`),
    callEvent('call.answered', id, at + 3_000_000, {}, `${call}-a`),
    callEvent('call.turn', id, at + 9_000_000, { index: 0, latency_ms: { e2e: 400 + call } }, `${call}-t`),
    callEvent('call.ended', id, at + (20 + (call % 50)) * 1_000_000, { ended_by: 'caller' }, `${call}-e`),
  ];
};

/** Settings of the service under test: the time is that of the machine, and nothing is old. */
const SETTINGS = { CALLSIGHT_RAW_RETENTION_DAYS: '36500' };

/** Writes a data folder over several starts, so that the ledger has tables as well as a log. */
async function write(folder: string, end: 'stopped' | 'killed'): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const service = await ServiceProcess.startOn(folder, SETTINGS);
    for (let batch = 0; batch < 10; batch += 1) {
      const calls = Array.from({ length: 30 }, (_, index) => callOf(round * 300 + batch * 30 + index)).flat();
      const bad = { specversion: '1.0', id: `bad-${round}-${batch}`, source: 'damage-test', type: 'call.unheard_of' };
      await service.main.post('/v1/events', [...calls, bad]);
    }
    const metric = { id: `metric_${round}`, title: 'A metric', formula: 'calls.answered / calls.count' };
    expect((await service.main.request('POST', '/v1/metrics', metric)).status).toBe(201);
    await service.waitUntilProjected();
    if (end === 'killed' && round === 2) await service.kill();
    else await service.stop();
  }
}

/** Everything that the service answers about what it holds. */
async function answersOf(service: TestService): Promise<unknown> {
  await service.waitUntilProjected();
  const metrics = ['calls.count', 'calls.asa', 'calls.duration.sum', 'turns.count', 'callers.unique'];
  const { events } = (await service.main.get('/v1/quarantine?limit=100')) as { events: { id: string }[] };
  const known = await service.main.post('/v1/events', [0, 450, 899].flatMap(callOf));
  return [
    await service.main.values({ metrics, interval: '1h', groupBy: ['agent'] }),
    await service.main.values({ metrics: ['metric_0', 'metric_2'], groupBy: ['agent'] }),
    events.map(({ id }) => id),
    known,
  ];
}

/** A sentence for whoever runs the service, not a stack of ours. */
const isReported = (error: unknown): boolean => error instanceof Error && error.name === 'DataDamaged';

describe.each(['stopped', 'killed'] as const)('a data folder of a service that was %s, with one damage', (end) => {
  const folder = mkdtempSync(join(tmpdir(), `callsight-${end}-`));
  let expected: unknown;

  const opened = async (copy: string): Promise<TestService> => {
    const service = TestService.on(copy, NOW);
    await service.startReady(SETTINGS);
    return service;
  };
  const copied = async (work: (copy: string) => Promise<void>): Promise<void> => {
    const copy = mkdtempSync(join(tmpdir(), 'callsight-damaged-'));
    try {
      cpSync(folder, copy, { recursive: true, filter: (name) => !name.endsWith('.sock') });
      await work(copy);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };

  beforeAll(async () => {
    await write(folder, end);
    await copied(async (copy) => {
      const service = await opened(copy);
      expected = await answersOf(service);
      await service.stop();
    });
    // Without any damage all of it is there.
    expect(expected).toMatchObject([
      expect.anything(),
      expect.anything(),
      { length: 30 },
      { accepted: 0, duplicates: 12 },
    ]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Array.from({ length: SEEDS }, (_, seed) => seed))('is healed or refused: seed %i', async (seed) => {
    await copied(async (copy) => {
      const done = damage(copy, randomOf(seed + (end === 'killed' ? 10_000 : 0)));
      let service: TestService;
      try {
        service = await opened(copy);
      } catch (error) {
        if (!isReported(error)) throw new Error(`${done}: ${String(error)}`, { cause: error });
        return;
      }
      try {
        expect([done, await answersOf(service)]).toEqual([done, expected]);
      } finally {
        await service.stop();
      }
    });
  });
});
