import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callEvent } from '../support/events/event.js';
import { runCallsight } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';
import { audio, ProviderServer, status } from '../recordings/fetch/provider-server.js';
import { aCall, wave } from '../recordings/recording-client.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;

interface RecordingHealth {
  readonly status: string;
  readonly recordings: { readonly status: string; readonly reason: string | null };
}

let provider: ProviderServer;
let service: TestService;
beforeEach(async () => {
  provider = await ProviderServer.start();
  service = await TestService.create(NOW);
});
afterEach(async () => {
  await service.remove();
  await provider.stop();
});

const start = (more: Record<string, string> = {}): Promise<void> =>
  service.start({ CALLSIGHT_FETCH_RECORDINGS: 'true', CALLSIGHT_RECORDINGS_PRIVATE: 'true', ...more });
const health = async (): Promise<RecordingHealth> => (await service.health()) as unknown as RecordingHealth;

async function announced(id: string): Promise<void> {
  const told = { recording_id: 'main', url: `${provider.url}/${id}.wav` };
  await service.main.send([
    ...aCall(id, '2026-03-10T11:58:00Z'),
    callEvent('call.recording', id, '2026-03-10T11:59:00Z', told),
  ]);
  await service.waitUntilProjected();
  await service.services.recordingWork.idle();
}

async function metrics(): Promise<Record<string, number>> {
  const { text } = await service.services.serviceMetrics.page(undefined);
  const lines = text.split('\n').filter((line) => line.startsWith('callsight_recordings_'));
  return Object.fromEntries(lines.map((line) => line.split(' ')).map(([name = '', value]) => [name, Number(value)]));
}

it('fetching is counted for Prometheus, and said to fail when most of an hour was given up', async () => {
  await start();
  provider.answers = [audio(wave(2))];
  await announced('fetched');
  provider.answers = [status(410)];
  await announced('gone');
  await announced('gone-too');
  // More than half, but few.
  expect((await health()).recordings).toEqual({ status: 'ok', reason: null });
  await announced('gone-as-well');
  const reason = 'fetching was given up for 3 of 4 recordings of the last hour';
  expect(await health()).toMatchObject({ status: 'degraded', recordings: { status: 'degraded', reason } });
  const shown = await runCallsight(['status'], { CALLSIGHT_URL: await service.listen() });
  expect(shown.out).toMatch(new RegExp(`^Recordings +degraded +${reason}$`, 'm'));
  provider.answers = [status(404)];
  await announced('later');
  const headers = {
    authorization: `Bearer ${TEST_KEY}`,
    'tus-resumable': '1.0.0',
    'upload-length': '1000',
    'upload-metadata': `name ${Buffer.from('other').toString('base64')}`,
  };
  const created = await service.app.inject({ method: 'POST', url: '/v1/calls/fetched/recordings', headers });
  expect(created.statusCode).toBe(201);
  expect(await metrics()).toEqual({
    'callsight_recordings_fetch_attempts_total{result="fetched"}': 1,
    'callsight_recordings_fetch_attempts_total{result="failed"}': 4,
    callsight_recordings_given_up_total: 3,
    'callsight_recordings_waiting{work="fetch"}': 1,
    'callsight_recordings_waiting{work="sound"}': 0,
    callsight_recordings_uploads: 1,
  });
  service.now = NOW + HOUR;
  expect(await health()).toMatchObject({ status: 'ok', recordings: { status: 'ok', reason: null } });
});

it('recordings are not well while files cannot be stored', async () => {
  await writeFile(join(service.folder, 'file'), '');
  await start({ CALLSIGHT_BLOBS: `file:${join(service.folder, 'file', 'blobs')}` });
  expect((await health()).recordings).toEqual({
    status: 'degraded',
    reason: 'recordings cannot be stored (see blobs)',
  });
});
