/* eslint-disable max-lines -- one service and one provider, which take long to start, for all that can happen between them */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recording, RecordingFetch } from '@callsight/contract/recordings';
import { callEvent } from '../../support/events/event.js';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';
import { aCall, RecordingClient, wave } from '../recording-client.js';
import { audio, cut, moved, ProviderServer, status } from './provider-server.js';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const START = '2026-03-10T11:58:00Z';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let provider: ProviderServer;
let elsewhere: ProviderServer;
let service: TestService;
let client: RecordingClient;
let folder: string;
let calls = 0;

/** The token of Twilio goes to the first server alone. */
const connections = (): string =>
  JSON.stringify({
    connections: [
      {
        provider: 'twilio',
        secret_env: 'TOKEN',
        recordings: { user: 'AC1', origins: [provider.url] },
      },
      { provider: 'retell', secret_env: 'TOKEN', recordings: { fetch: false } },
    ],
  });

beforeAll(async () => {
  provider = await ProviderServer.start();
  elsewhere = await ProviderServer.start();
  folder = await mkdtemp(join(tmpdir(), 'callsight-connections-'));
  await writeFile(join(folder, 'connections.json'), connections());
  service = await TestService.start(NOW, settings());
  const url = await service.listen();
  client = new RecordingClient(() => url);
});
afterAll(async () => {
  await service.remove();
  await Promise.all([provider.stop(), elsewhere.stop()]);
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  service.now = NOW;
  for (const server of [provider, elsewhere]) server.asked.length = 0;
});

const settings = (more: Record<string, string> = {}): Record<string, string> => ({
  CALLSIGHT_FETCH_RECORDINGS: 'true',
  CALLSIGHT_RECORDINGS_PRIVATE: 'true',
  CALLSIGHT_CONNECTIONS_FILE: join(folder, 'connections.json'),
  CALLSIGHT_MAX_RECORDING_MB: '1',
  TOKEN: 'a-token-of-twilio-0123456789',
  ...more,
});

interface Told {
  readonly source?: string;
  readonly url?: string;
  readonly separate_url?: string;
  readonly duration_ms?: number;
  readonly expires_at?: string;
  readonly consent?: 'granted' | 'denied';
}

/** A call of which a recording is announced. @returns its id */
async function announced({ source = 'code', ...data }: Told = {}): Promise<string> {
  calls += 1;
  const id = `call-${calls}`;
  const told = { recording_id: 'main', url: `${provider.url}/${id}.wav`, ...data };
  await service.main.send([
    ...aCall(id, START),
    { ...callEvent('call.recording', id, '2026-03-10T11:59:00Z', told), source },
  ]);
  await service.waitUntilProjected();
  return id;
}

async function recordingOf(id: string): Promise<Recording | undefined> {
  await service.services.recordingWork.idle();
  return (await client.list(id))[0];
}

const CONTENT = wave(4);

describe('a recording that is announced', () => {
  it('is there within the moment, as the provider has it', async () => {
    provider.answers = [audio(CONTENT)];
    const id = await announced({ duration_ms: 4_000 });
    expect(await recordingOf(id)).toMatchObject({ name: 'main', state: 'stored', source: 'code', duration_s: 4 });
    expect((await client.send(`/v1/calls/${id}/recordings/main`)).content.equals(CONTENT)).toBe(true);
    expect(provider.asked).toHaveLength(1);
    expect(provider.asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('is fetched once, however often it is told', async () => {
    provider.answers = [audio(CONTENT)];
    const id = await announced();
    await recordingOf(id);
    await service.main.send([callEvent('call.turn', id, '2026-03-10T11:59:30Z', { index: 1, latency_ms: {} })]);
    await service.waitUntilProjected();
    await service.services.replayAll('main');
    await service.waitUntilProjected();
    await recordingOf(id);
    expect(provider.asked).toHaveLength(1);
  });

  it('with a channel for each side is preferred', async () => {
    provider.answers = [audio(CONTENT)];
    await recordingOf(await announced({ separate_url: `${provider.url}/stereo.wav` }));
    expect(provider.asked.map(({ path }) => path)).toEqual(['/stereo.wav']);
  });

  it('of a connection that is not to be fetched is left where it is', async () => {
    provider.answers = [audio(CONTENT)];
    expect(await recordingOf(await announced({ source: 'retell' }))).toBeUndefined();
    expect(provider.asked).toHaveLength(0);
  });
});

describe('credentials', () => {
  const BASIC = `Basic ${Buffer.from('AC1:a-token-of-twilio-0123456789').toString('base64')}`;

  it('go to the host that they are for, and not with a redirect to another one', async () => {
    provider.answers = [moved(`${elsewhere.url}/bucket.wav`)];
    elsewhere.answers = [audio(CONTENT)];
    expect(await recordingOf(await announced({ source: 'twilio' }))).toMatchObject({ state: 'stored' });
    expect(provider.asked[0]?.headers.authorization).toBe(BASIC);
    expect(elsewhere.asked).toHaveLength(1);
    expect(elsewhere.asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('do not go to a host that an address names', async () => {
    elsewhere.answers = [audio(CONTENT)];
    await recordingOf(await announced({ source: 'twilio', url: `${elsewhere.url}/a.wav` }));
    expect(elsewhere.asked[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('what goes wrong', () => {
  it.each<[string, () => void, RegExp]>([
    ['it is not there yet', () => (provider.answers = [status(404), audio(CONTENT)]), /answered 404/],
    ['the provider is busy', () => (provider.answers = [status(503), audio(CONTENT)]), /answered 503/],
    [
      'an error page comes as audio',
      () =>
        (provider.answers = [
          status(200, { 'content-type': 'audio/wav' }, '<html>Service Unavailable</html>'),
          audio(CONTENT),
        ]),
      /HTML/,
    ],
    ['the connection breaks', () => (provider.answers = [cut(CONTENT), audio(CONTENT)]), /broken off/],
    [
      'half of the file comes as if it were whole',
      () => (provider.answers = [audio(CONTENT.subarray(0, 30_000)), audio(CONTENT)]),
      /header announces/,
    ],
    ['credentials are missing', () => (provider.answers = [status(401), audio(CONTENT)]), /401/],
    [
      'it goes round in circles',
      () => (provider.answers = [...Array.from({ length: 6 }, () => moved('/round')), audio(CONTENT)]),
      /redirected more than/,
    ],
  ])('is tried again: %s', async (_, prepare, problem) => {
    prepare();
    const id = await announced();
    const first = await recordingOf(id);
    expect(first).toMatchObject({ state: 'announced', next_attempt_at: '2026-03-10T12:00:10.000Z' });
    expect(first?.problem).toMatch(problem);
    service.now = NOW + 9_000;
    expect(await recordingOf(id)).toMatchObject({ state: 'announced' });
    service.now = NOW + 10_000;
    const second = await recordingOf(id);
    expect(second).toMatchObject({ state: 'stored', bytes: CONTENT.length });
    expect(second).not.toHaveProperty('problem');
  });

  it('waits for as long as the provider asks', async () => {
    provider.answers = [status(429, { 'retry-after': '300' }), audio(CONTENT)];
    expect(await recordingOf(await announced())).toMatchObject({ next_attempt_at: '2026-03-10T12:05:00.000Z' });
  });

  it('is given up after a day, and tried again when it is asked for', async () => {
    provider.answers = [status(500)];
    const id = await announced();
    for (let hour = 0; hour < 26; hour += 0.5) {
      service.now = NOW + hour * HOUR;
      await recordingOf(id);
    }
    expect(await recordingOf(id)).toMatchObject({ state: 'failed', problem: 'the provider answered 500' });
    const tries = provider.asked.length;
    expect(tries).toBeGreaterThan(20);
    service.now += 24 * HOUR;
    await recordingOf(id);
    expect(provider.asked).toHaveLength(tries);
    provider.answers = [audio(CONTENT)];
    const range = { from: '2026-03-10T00:00:00Z', to: '2026-03-11T00:00:00Z', again: true };
    const begun = await client.post<RecordingFetch>('/v1/recordings/fetch', range);
    expect(begun.status).toBe(202);
    await until(async () => (await client.json<RecordingFetch>('/v1/recordings/fetch')).body.state === 'done');
    expect(await recordingOf(id)).toMatchObject({ state: 'stored' });
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['it is gone', () => announced(), /410/],
    ['it is too large', () => announced(), /at most 1000000 bytes/],
  ])('is given up at once: %s', async (what, begin, problem) => {
    provider.answers = [what === 'it is gone' ? status(410) : audio(wave(70))];
    const recording = await recordingOf(await begin());
    expect(recording).toMatchObject({ state: 'failed' });
    expect(recording?.problem).toMatch(problem);
  });

  it('is given up when the address has ended', async () => {
    provider.answers = [status(404)];
    const id = await announced({ expires_at: '2026-03-10T12:10:00Z' });
    for (let second = 0; second <= 600; second += 2) {
      service.now = NOW + second * 1_000;
      if (second % 10 === 0 || second > 560) await recordingOf(id);
    }
    expect(await recordingOf(id)).toMatchObject({ state: 'failed' });
    expect(provider.asked.length).toBeGreaterThan(8);
  });

  it('a file that is shorter than announced is kept, and said to be', async () => {
    provider.answers = [audio(CONTENT)];
    expect(await recordingOf(await announced({ duration_ms: 60_000 }))).toMatchObject({
      state: 'stored',
      problem: '4 s long, where the provider announced 60 s',
    });
  });

  it('says nothing of the address', async () => {
    provider.answers = [status(404)];
    const id = await announced({ url: `${provider.url}/a.wav?token=secret-of-the-link` });
    await recordingOf(id);
    expect(JSON.stringify((await client.json(`/v1/calls/${id}/recordings`)).body)).not.toMatch(/secret|127\.0\.0\.1/);
  });
});

describe('consent', () => {
  it('that was refused keeps everything out', async () => {
    provider.answers = [audio(CONTENT)];
    const id = await announced({ consent: 'denied' });
    expect(await recordingOf(id)).toBeUndefined();
    expect(provider.asked).toHaveLength(0);
    const refused = await client.put(`/v1/calls/${id}/recordings/main`, CONTENT);
    expect([refused.status, refused.content.toString()]).toEqual([403, expect.stringContaining('no_consent')]);
  });

  it('that is refused afterwards ends what was there', async () => {
    provider.answers = [audio(CONTENT)];
    const id = await announced({ consent: 'granted' });
    expect(await recordingOf(id)).toMatchObject({ state: 'stored' });
    await service.main.send([callEvent('call.recording', id, '2026-03-10T11:59:40Z', { consent: 'denied' })]);
    await service.waitUntilProjected();
    expect((await client.send(`/v1/calls/${id}/recordings/main`)).status).toBe(403);
    expect((await client.post(`/v1/calls/${id}/recordings/main/links`, {})).status).toBe(403);
    expect((await client.send(`/v1/calls/${id}/recordings/main/waveform`)).status).toBe(403);
  });
});

it('that is deleted is not fetched again', async () => {
  provider.answers = [audio(CONTENT)];
  const id = await announced();
  await recordingOf(id);
  await client.send(`/v1/calls/${id}/recordings/main`, { method: 'DELETE' });
  await service.services.replayAll('main');
  await service.waitUntilProjected();
  expect(await recordingOf(id)).toBeUndefined();
  expect(provider.asked).toHaveLength(1);
});

it('past calls are looked through for what was announced before', async () => {
  await service.stop();
  await service.start(settings({ CALLSIGHT_FETCH_RECORDINGS: 'false' }));
  await service.waitUntilReady();
  provider.answers = [audio(CONTENT)];
  const ids: string[] = [];
  for (let count = 0; count < 7; count += 1) ids.push(await announced());
  await service.stop();
  await service.start(settings());
  await service.waitUntilReady();
  const url = await service.listen();
  client = new RecordingClient(() => url);
  expect(await recordingOf(ids[0]!)).toBeUndefined();
  const range = { from: '2026-03-10T00:00:00Z', to: '2026-03-11T00:00:00Z' };
  await client.post('/v1/recordings/fetch', range);
  await until(async () => (await client.json<RecordingFetch>('/v1/recordings/fetch')).body.state === 'done');
  expect((await client.json<RecordingFetch>('/v1/recordings/fetch')).body).toMatchObject({ announced: 7, calls });
  for (const id of ids) expect(await recordingOf(id)).toMatchObject({ state: 'stored' });
});

it('addresses of this machine and its network are refused unless they are allowed', async () => {
  await service.stop();
  await service.start(settings({ CALLSIGHT_RECORDINGS_PRIVATE: 'false' }));
  await service.waitUntilReady();
  const url = await service.listen();
  client = new RecordingClient(() => url);
  const recording = await recordingOf(await announced());
  expect(recording).toMatchObject({ state: 'failed' });
  expect(recording?.problem).toMatch(/not a public one/);
  expect(provider.asked).toHaveLength(0);
});
