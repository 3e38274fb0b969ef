import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from '@callsight/contract/monitoring/check';
import { rowsOf } from '../../support/frames.js';
import { InfluxServer } from '../../support/influx/influx-server.js';
import { influxServers } from '../../support/influx/influx-servers.js';
import { TestService } from '../../support/service/test-service.js';
import { webServer, type WebServer } from './web-server.js';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const SETTINGS = { CALLSIGHT_CHECKS_PRIVATE: 'true' };
const MB = 1 << 20;

let server: WebServer;
beforeEach(async () => {
  server = await webServer((_request, response) => response.end('fine'));
});
afterEach(() => server.close());

const crm = () => ({ id: 'crm', component: 'crm', kind: 'http', target: server.url });

async function after(service: TestService, seconds: number): Promise<void> {
  service.now += seconds * 1_000;
  await service.services.checks.runDue();
}

async function countChecks(service: TestService): Promise<unknown> {
  await service.waitUntilProjected();
  const range = { from: '2026-06-10T11:00:00Z', to: '2026-06-10T14:00:00Z' };
  const answer = await service.main.query({ ...range, queries: [{ refId: 'A', metrics: ['health.checks'] }] });
  return rowsOf(answer)[0]?.['health.checks'];
}

const resultsOf = async (service: TestService): Promise<CheckResult[]> =>
  ((await service.main.get('/v1/checks/crm/results')) as { results: CheckResult[] }).results;

it('goes on after a restart: no run is repeated, the state is known, and the next run comes when it is due', async () => {
  const service = await TestService.start(NOW, SETTINGS);
  try {
    await service.main.post('/v1/checks', crm());
    await after(service, 0);
    await after(service, 60);
    await service.waitUntilProjected();
    await service.stop();
    await service.startReady(SETTINGS);
    await after(service, 0);
    expect(server.requests.length).toBe(2);
    expect(await service.main.get('/v1/components')).toMatchObject({
      components: [{ component: 'crm', status: 'up', since: '2026-06-10T12:00:00.000Z' }],
    });
    await after(service, 60);
    expect([server.requests.length, await countChecks(service)]).toEqual([3, 3]);
    // A stored run that is carried out once more, as after a crash, is a duplicate.
    const [last] = await resultsOf(service);
    const before = service.services.trafficOf('main');
    await service.main.send([
      {
        specversion: '1.0',
        id: `crm@${last?.planned_at ?? ''}`,
        source: 'callsight/checks',
        type: 'system.check',
        time: last?.at ?? '',
        data: { component: 'crm', status: 'up' },
      },
    ]);
    expect(service.services.trafficOf('main').duplicates).toBe(before.duplicates + 1);
  } finally {
    await service.remove();
  }
});

describe('a disk that is full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-full-'));
  beforeAll(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'callsight-test', folder]));
  afterAll(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('does not lose results: they are shown, and recorded when there is room', async () => {
    const service = TestService.on(folder, NOW);
    await service.start({ ...SETTINGS, CALLSIGHT_MIN_FREE_BYTES: String(12 * MB) });
    try {
      await service.main.post('/v1/checks', crm());
      await after(service, 0);
      const { bavail, bsize } = await statfs(folder);
      await writeFile(join(folder, 'filler'), Buffer.alloc(bavail * bsize - 8 * MB));
      await after(service, 60);
      await after(service, 60);
      expect(await resultsOf(service)).toMatchObject([
        { status: 'up', recorded: false },
        { status: 'up', recorded: false },
        { status: 'up', recorded: true },
      ]);
      expect(service.services.checks.unrecorded).toEqual({ waiting: 2, lost: 0 });
      expect(await service.main.get('/v1/components')).toMatchObject({ components: [{ status: 'up' }] });
      expect(await countChecks(service)).toBe(1);
      await rm(join(folder, 'filler'));
      await after(service, 1);
      expect(await resultsOf(service)).toMatchObject(Array(3).fill({ recorded: true }));
      expect(service.services.checks.unrecorded).toEqual({ waiting: 0, lost: 0 });
      expect(await countChecks(service)).toBe(3);
    } finally {
      await service.stop();
    }
  });
});

it('runs on the instance that takes events, not on its follower, which knows the states', async () => {
  const [installation] = influxServers();
  const influx = await InfluxServer.start(installation!);
  const database = await influx.database();
  const variables = { ...SETTINGS, ...database.variables, CALLSIGHT_CALLER_SECRET: 'the same everywhere' };
  const first = await TestService.create(NOW);
  const follower = await TestService.create(NOW);
  try {
    await first.startReady(variables);
    await first.main.post('/v1/checks', crm());
    await after(first, 0);
    await first.waitUntilPublished();
    await follower.startReady({ ...variables, CALLSIGHT_FOLLOW: 'true' });
    follower.now += 3_600_000;
    await follower.services.checks.runDue();
    expect(server.requests.length).toBe(1);
    expect(await follower.main.get('/v1/checks')).toMatchObject({ checks: [{ id: 'crm' }] });
    expect(await follower.main.get('/v1/components')).toMatchObject({
      components: [{ component: 'crm', status: 'up' }],
    });
    expect((await follower.main.request('POST', '/v1/checks/crm/run')).status).toBe(403);
  } finally {
    await first.remove();
    await follower.remove();
    await influx.stop();
  }
}, 90_000);
