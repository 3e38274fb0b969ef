import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ProviderServer } from '../recordings/fetch/provider-server.js';
import { noise } from '../recordings/audio/signals.js';
import { aCall, RecordingClient } from '../recordings/recording-client.js';
import { ServiceProcess } from '../support/service/service-process.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { ABSENT, hashOf, RecordingTraffic } from './recording-traffic.js';

// Each round starts a process, which takes seconds on a busy machine.
jest.setTimeout(300_000);

const KILLS = 15;
const HOUR = 3_600_000;
const SETTINGS = { CALLSIGHT_FETCH_RECORDINGS: 'true', CALLSIGHT_RECORDINGS_PRIVATE: 'true' };

async function stateOf(client: RecordingClient, path: string): Promise<string> {
  const { status, content } = await client.send(path);
  if (status === 404) return ABSENT;
  expect(status).toBe(200);
  return hashOf(content);
}

/** Sees that every recording is what it may be; what a broken-off request left it as is what it is from then on. */
async function checkAll(client: RecordingClient, { expected, perhaps }: RecordingTraffic): Promise<void> {
  for (const [path, sha256] of perhaps) expect([ABSENT, sha256]).toContain(await stateOf(client, path));
  for (const path of expected.paths) {
    const state = await stateOf(client, path);
    expect({ path, states: [...expected.of(path)] }).toEqual({
      path,
      states: expect.arrayContaining([state]) as string[],
    });
    expected.acknowledge(path, state);
  }
}

/** Files that recordings have, by what is known of them. */
async function ownedFiles({ services }: TestService, paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const [, , , call = '', , name = ''] = path.split('/');
    const known = await services.knownCalls.find('main', call);
    const found = known && (await services.recordings.find(known, name));
    const { file, sound } = found ?? {};
    if (file === undefined) continue;
    expect(sound?.status).toBe('ready');
    const stem = file.key.replace(/[.][^.]*$/, '');
    files.push(file.key, `${stem}.json`, `${stem}.peaks`);
  }
  return files.sort();
}

async function allFiles({ services }: TestService): Promise<string[]> {
  const { blobs, next } = await services.blobs.list('');
  expect(next).toBeUndefined();
  return blobs.map(({ key }) => key).sort();
}

test('recordings that were acknowledged are there to the byte, whenever the service is killed, and nothing else', async () => {
  const next = noise(20_260_310);
  const provider = await ProviderServer.start();
  const service = await ServiceProcess.start(SETTINGS);
  const client = new RecordingClient(() => service.url);
  let acknowledged = 0;
  let killAt = 0;
  let onKill = (): void => undefined;
  const onAcknowledged = (): void => {
    acknowledged += 1;
    if (acknowledged === killAt) onKill();
  };
  const traffic = new RecordingTraffic({ client, main: service.main, provider, next, onAcknowledged });
  try {
    await service.waitUntilReady();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await service.main.send(aCall('call', '2026-03-10T11:00:00Z'));
      const isDue = new Promise<void>((resolve) => {
        onKill = resolve;
      });
      killAt = acknowledged + 3 + Math.floor(12 * (next() + 1));
      const running = traffic.run();
      await isDue;
      // In the middle of whatever goes on then, which takes milliseconds.
      await delay(20 * (next() + 1));
      await service.kill();
      await running;
      await service.start();
      await service.waitUntilReady();
      await checkAll(client, traffic);
      for (const upload of traffic.uploads.splice(0)) await traffic.finish(upload);
      for (const [path, state] of traffic.announced) {
        await until(async () => (await stateOf(client, path)) === state);
        traffic.expected.acknowledge(path, state);
      }
      traffic.announced.clear();
    }
    await checkAll(client, traffic);
    expect(await service.stop()).toBe(0);

    const later = TestService.on(service.folder, Date.now() + 2 * HOUR);
    try {
      await later.startReady(SETTINGS);
      await later.services.recordingWork.idle();
      const left = await allFiles(later);
      const owned = await ownedFiles(later, [...traffic.expected.paths, ...traffic.perhaps.keys()]);
      expect(owned.length).toBeGreaterThan(3 * KILLS);
      // A label may lack where a deletion was killed; the sweep puts it back.
      expect(left).toEqual(expect.arrayContaining(owned.filter((key) => !key.endsWith('.json'))));
      expect(left.filter((key) => !owned.includes(key)).length).toBeGreaterThan(0);
      await later.services.recordingWork.sweep(new AbortController().signal);
      await later.services.blobs.sweep();
      expect(await allFiles(later)).toEqual(owned);
      expect(await readdir(join(service.folder, 'blobs/.partial'))).toEqual([]);
      const url = await later.listen();
      await checkAll(new RecordingClient(() => url), traffic);
    } finally {
      await later.stop();
    }
  } finally {
    await service.remove();
    await provider.stop();
  }
});
