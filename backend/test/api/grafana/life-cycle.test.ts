import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneCall } from '../../support/events/call.js';
import { TestService } from '../../support/service/test-service.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { PluginHost } from './support/plugin-host.js';

const NOW = Date.parse('2026-03-03T12:00:00Z');
const DAY = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-life-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each(['unix', 'tcp'] as const)('over %s', (kind) => {
  let service: GrafanaService;
  let apiKey: string;
  beforeAll(async () => {
    service = await startGrafanaService(NOW, kind);
    ({ key: apiKey } = await service.key());
    await service.running.main.send(phoneCall({ start: '2026-03-03T10:00:00Z', answered: 2, ended: 30 }));
    await service.running.waitUntilProjected();
  });
  afterAll(() => service.stop());

  const count = async (host: PluginHost): Promise<unknown> => {
    const { A } = await host.queryData({ apiKey }, [{ ...DAY, model: { metrics: ['calls.count'] } }]);
    return A?.frames[0]?.fields[0]?.values;
  };

  it('is healthy, and answers', async () => {
    expect(await service.host.health()).toBe('SERVING');
    expect(await count(service.host)).toEqual([1]);
  });

  it('answers the next host after one was stopped, and others all the while', async () => {
    const first = await PluginHost.start(service.address);
    expect(await count(first)).toEqual([1]);
    expect(await first.shutdown()).toEqual({});
    // Whoever asked for it is still answered, too: it is the stub that ends.
    expect(await count(first)).toEqual([1]);
    await first.stop();
    expect(first.stub.isRunning).toBe(false);
    const second = await PluginHost.start(service.address);
    expect(await count(second)).toEqual([1]);
    expect(await count(service.host)).toEqual([1]);
    await second.stop();
  });

  it('answers on after a host was killed in the middle of a call', async () => {
    const host = await PluginHost.start(service.address);
    const asked = host.startQueryData({ apiKey }, [{ ...DAY, model: { metrics: ['calls.count'] } }]);
    const outcome = asked.answer.then(
      () => 'answered',
      () => 'gone',
    );
    await host.leave();
    expect(['answered', 'gone']).toContain(await outcome);
    expect(await count(service.host)).toEqual([1]);
  });
});

describe('a socket', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start(NOW);
  });
  afterEach(() => service.remove());

  const listen = (path: string) => service.service.listenGrafana({ kind: 'unix', path });

  it('lets other users connect: the folder says who gets there', async () => {
    const path = join(folder, 'grafana.sock');
    await listen(path);
    const { mode } = await stat(path);
    expect((mode & 0o777).toString(8)).toBe('666');
  });

  it('is taken by one service; another is told, and leaves it alone', async () => {
    const path = join(folder, 'grafana.sock');
    await listen(path);
    const other = await TestService.start(NOW);
    await expect(other.service.listenGrafana({ kind: 'unix', path })).rejects.toThrow(
      `another process listens on ${path}`,
    );
    await other.remove();
    const host = await PluginHost.start(`unix:${path}`);
    expect(await host.health()).toBe('SERVING');
    await host.stop();
  });

  it('is not made in the place of a file', async () => {
    const path = join(folder, 'grafana.sock');
    await writeFile(path, 'precious');
    await expect(listen(path)).rejects.toThrow(`${path} is there already, and is no socket`);
    expect(await readFile(path, 'utf8')).toBe('precious');
  });

  it('is not made in a folder that is not there', async () => {
    await expect(listen(join(folder, 'none', 'grafana.sock'))).rejects.toThrow(
      `there is no folder ${join(folder, 'none')} for a socket`,
    );
  });

  it('is gone when its service has stopped', async () => {
    const path = join(folder, 'grafana.sock');
    await listen(path);
    await service.remove();
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('may be one of several places', async () => {
    const paths = [join(folder, 'a.sock'), join(folder, 'b.sock')];
    for (const path of paths) await listen(path);
    const tcp = await service.service.listenGrafana({ kind: 'tcp', host: '127.0.0.1', port: 0 });
    const port = tcp.kind === 'tcp' ? tcp.port : 0;
    for (const address of [...paths.map((path) => `unix:${path}`), `127.0.0.1:${port}`]) {
      const host = await PluginHost.start(address);
      expect(await host.health()).toBe('SERVING');
      await host.stop();
    }
  });

  it('of TCP that is in use is told', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    await expect(service.service.listenGrafana({ kind: 'tcp', host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
    server.close();
  });
});

it('a service that stops lets go of those who listen to it, and does not wait until its time limit breaks them off', async () => {
  const service = await startGrafanaService(NOW);
  expect(await service.host.health()).toBe('SERVING');
  await service.running.remove();
  expect(await service.host.outputEnded).toBe('ended');
  expect(service.host.stub.isRunning).toBe(true);
  await service.host.leave();
});
