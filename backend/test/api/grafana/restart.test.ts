import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneCall } from '../../support/events/call.js';
import { ServiceProcess } from '../../support/service/service-process.js';
import { PluginHost } from './support/plugin-host.js';

const DAY = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
const READY = { waitsForReady: true, seconds: 50 };

let folder: string;
let socket: string;
let env: Readonly<Record<string, string>>;
let service: ServiceProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-process-'));
  socket = join(folder, 'grafana.sock');
  env = { CALLSIGHT_GRAFANA_LISTEN: `unix:${socket}`, CALLSIGHT_MIN_FREE_BYTES: '0' };
  service = await ServiceProcess.start(env);
});
afterEach(async () => {
  await service.remove();
  await rm(folder, { recursive: true, force: true });
});

const count = async (host: PluginHost): Promise<unknown> => {
  const { A } = await host.queryData({ apiKey: service.main.key }, [{ ...DAY, model: { metrics: ['calls.count'] } }]);
  return A?.frames[0]?.fields[0]?.values;
};

const told = async (id: string): Promise<void> => {
  const events = phoneCall({ id, start: '2026-03-03T10:00:00Z', answered: 2, ended: 30 });
  await service.main.send(events);
  await service.countCalls(DAY.from, DAY.to);
};

it('a service that is killed and comes back is found again by the same stub and client, and takes over its socket', async () => {
  const host = await PluginHost.start(`unix:${socket}`);
  expect(await host.health('plugin', READY)).toBe('SERVING');
  await told('c1');
  expect(await count(host)).toEqual([1]);

  await service.kill();
  expect((await stat(socket)).isSocket()).toBe(true);
  await expect(host.health()).rejects.toMatchObject({ code: 14 });
  expect(host.stub.isRunning).toBe(true);

  await service.start();
  expect(await host.health('plugin', READY)).toBe('SERVING');
  await told('c2');
  expect(await count(host)).toEqual([2]);
  expect(host.stub.isRunning).toBe(true);
  await host.stop();
});

it('a service that is stopped with a host connected ends in order, and the next one is found', async () => {
  const host = await PluginHost.start(`unix:${socket}`);
  expect(await host.health('plugin', READY)).toBe('SERVING');
  expect(await service.stop()).toBe(0);
  await host.outputEnded;
  await expect(stat(socket)).rejects.toThrow('ENOENT');
  await service.start();
  expect(await host.health('plugin', READY)).toBe('SERVING');
  await host.stop();
});

it('a host that comes before the service waits for it', async () => {
  expect(await service.stop()).toBe(0);
  const host = await PluginHost.start(`unix:${socket}`);
  const healthy = host.health('plugin', READY);
  await service.start();
  expect(await healthy).toBe('SERVING');
  await host.stop();
});

it('a service does not start where another answers, and does not disturb it', async () => {
  await expect(ServiceProcess.startOn(join(folder, 'other'), env)).rejects.toThrow(
    'the service ended before it listened',
  );
  const host = await PluginHost.start(`unix:${socket}`);
  expect(await host.health('plugin', READY)).toBe('SERVING');
  expect(await count(host)).toEqual([0]);
  await host.stop();
});
