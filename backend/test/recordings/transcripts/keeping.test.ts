import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TestService } from '../../support/service/test-service.js';
import { deliver, sample, SECRETS } from '../../ingest/webhooks/platforms.js';
import { haveCalls, KEEPS, listed, NOW, put } from './calls.js';

const RETELL = 'call_7d4d725e08ee202dded00b067eb';
const at = (time: string): number => Date.parse(time);

describe('transcripts that are stored', () => {
  const service = TestService.forTests(NOW, { ...SECRETS, ...KEEPS });
  const status = async (id: string): Promise<number> =>
    (await service.main.request('GET', `/v1/calls/${id}/transcript`)).status;
  const files = async (): Promise<string[]> =>
    (await service.services.blobs.list('main/transcripts/')).blobs.map(({ key }) => key);

  it('expire by the start of their call, but for those that are held', async () => {
    await haveCalls(service, 'c0', 'c1', 'c2', 'c3');
    for (const id of ['c0', 'c1', 'c2', 'c3']) await put(service.main, id, `word of ${id}`);
    await listed(service);
    const asked: string[] = [];
    const isHeld = (call: string): Promise<boolean> => {
      asked.push(call);
      return Promise.resolve(call === 'c1');
    };
    const { transcripts } = service.services;
    expect(await transcripts.expire('main', at('2026-05-10T10:03:00Z'), isHeld)).toBe(2);
    expect(asked).toEqual(['c0', 'c1', 'c2']);
    expect(await Promise.all(['c0', 'c1', 'c2', 'c3'].map(status))).toEqual([404, 200, 404, 200]);
    expect(await transcripts.has('main', ['c0', 'c1', 'c2', 'c3'])).toEqual(new Set(['c1', 'c3']));
    expect(await files()).toHaveLength(2);
    const found = await service.main.post('/v1/transcripts/search', {
      from: '2026-05-01T00:00:00Z',
      to: '2026-06-01T00:00:00Z',
      words: 'word',
    });
    expect((found as { calls: { call_id: string }[] }).calls.map(({ call_id }) => call_id)).toEqual(['c3', 'c1']);
    expect(await transcripts.expire('others', at('2026-06-10T00:00:00Z'), () => Promise.resolve(false))).toBe(0);
    expect(await transcripts.expire('main', at('2026-06-10T00:00:00Z'), () => Promise.resolve(false))).toBe(2);
    expect(await files()).toEqual([]);
  });

  it('have files that say the month of the call alone, and are encrypted without CALLSIGHT_BLOBS_KEY', async () => {
    await haveCalls(service, 'plain');
    await put(service.main, 'plain', 'Quokka '.repeat(50));
    const [file, ...others] = await files();
    expect(others).toEqual([]);
    expect(file).toMatch(/^main\/transcripts\/2026-05\/[0-9a-f]{24}\.json$/);
    const bytes = await readFile(join(service.folder, 'blobs', file!));
    expect(bytes.includes('Quokka')).toBe(false);
    expect(bytes.includes('plain')).toBe(false);
  });

  it('are not shown where their file was changed or is another one', async () => {
    await haveCalls(service, 'mine', 'yours');
    await put(service.main, 'mine', 'mine');
    const before = await files();
    await put(service.main, 'yours', 'yours');
    const [yours] = (await files()).filter((file) => !before.includes(file));
    const [mine] = before.filter((file) => file !== yours);
    const pathOf = (file: string | undefined): string => join(service.folder, 'blobs', file ?? '');
    const kept = await readFile(pathOf(yours));
    await writeFile(pathOf(yours), await readFile(pathOf(mine)));
    expect(await service.main.request('GET', '/v1/calls/yours/transcript')).toMatchObject({
      status: 500,
      body: { error: { code: 'blob_damaged' } },
    });
    const flipped = Buffer.from(kept);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    await writeFile(pathOf(yours), flipped);
    expect(await status('yours')).toBe(500);
    await writeFile(pathOf(yours), kept);
    expect(await status('yours')).toBe(200);
  });

  it('wait while the storage of files is away, and are stored when it is back', async () => {
    const folder = join(service.folder, 'blobs');
    await rename(folder, `${folder}-away`);
    await writeFile(folder, 'no folder');
    expect(await deliver(service.app, 'retell', sample('retell/call_ended.2025-10.json'), NOW)).toMatchObject({
      status: 200,
    });
    await service.services.inbox.tick();
    await service.services.transcripts.drain();
    expect(await status(RETELL)).toBe(404);
    expect(await put(service.main, RETELL, 'from code')).toMatchObject({ status: 503 });
    await rm(folder);
    await rename(`${folder}-away`, folder);
    await service.stop();
    await service.startReady({ ...SECRETS, ...KEEPS });
    await listed(service);
    expect(await service.main.get(`/v1/calls/${RETELL}/transcript`)).toMatchObject({ source: 'retell' });
  });

  it('are refused with another secret than theirs', async () => {
    const file = join(service.folder, 'transcript.secret');
    const secret = await readFile(file);
    await service.stop();
    await writeFile(file, `${'x'.repeat(43)}\n`);
    await expect(service.start({ ...SECRETS, ...KEEPS })).rejects.toThrow(/transcript\.secret is not the secret/);
    await writeFile(file, secret);
    await service.startReady({ ...SECRETS, ...KEEPS });
    expect(await status('plain')).toBe(200);
  });

  it('are in a backup with the secret that opens them', async () => {
    await service.main.post('/v1/backups', { name: 'one' });
    const secret = await readFile(join(service.folder, 'backups/one/transcript.secret'), 'utf8');
    expect(secret).toBe(await readFile(join(service.folder, 'transcript.secret'), 'utf8'));
  });
});

describe('transcripts of calls under legal hold', () => {
  const service = TestService.forTests(NOW, { ...SECRETS, ...KEEPS });
  const hold = (method: 'PUT' | 'DELETE'): Promise<unknown> =>
    service.main.request(method, '/v1/calls/c1/hold', method === 'PUT' ? { reason: 'a case at court' } : undefined);
  const remove = async (): Promise<number> => (await service.main.request('DELETE', '/v1/calls/c1/transcript')).status;

  it('can be neither deleted nor replaced, and do not expire, until the hold ends', async () => {
    await haveCalls(service, 'c1');
    await hold('PUT');
    expect(await put(service.main, 'c1', 'first')).toMatchObject({ status: 201 });
    expect(await put(service.main, 'c1', 'second')).toMatchObject({
      status: 409,
      body: { error: { code: 'legal_hold' } },
    });
    expect(await remove()).toBe(409);
    const { transcripts, recordingWork } = service.services;
    const isHeld = (call: string): Promise<boolean> => recordingWork.isHeld('main', call);
    expect(await transcripts.expire('main', at('2026-06-10T00:00:00Z'), isHeld)).toBe(0);
    expect(JSON.stringify(await service.main.get('/v1/calls/c1/transcript'))).toContain('first');
    await hold('DELETE');
    expect(await put(service.main, 'c1', 'third')).toMatchObject({ status: 200 });
    expect(await remove()).toBe(204);
  });
});

describe('a fuller report of a platform', () => {
  const service = TestService.forTests(NOW, { ...SECRETS, ...KEEPS });
  const said = async (): Promise<string> => JSON.stringify(await service.main.get(`/v1/calls/${RETELL}/transcript`));
  const report = async (event: 'call_ended' | 'call_analyzed', words: string): Promise<void> => {
    const payload = JSON.parse(sample(`retell/${event}.2025-10.json`)) as { call: Record<string, unknown> };
    const turn = { role: 'user', content: words, words: [{ word: words, start: 1, end: 2 }] };
    payload.call = { ...payload.call, transcript_object: [turn], scrubbed_transcript_with_tool_calls: undefined };
    await deliver(service.app, 'retell', JSON.stringify(payload), NOW);
    await service.services.inbox.tick();
    await listed(service);
    await service.waitUntilProjected();
  };

  it('takes the place of the one before, but not under legal hold', async () => {
    await report('call_ended', 'quokka');
    expect(await said()).toContain('quokka');
    await service.main.request('PUT', `/v1/calls/${RETELL}/hold`, { reason: 'a case at court' });
    await report('call_analyzed', 'numbat');
    expect(await said()).toContain('quokka');
    await service.main.request('DELETE', `/v1/calls/${RETELL}/hold`);
    await report('call_analyzed', 'bilby and more');
    expect(await said()).toContain('bilby');
  });
});

describe('transcripts that are kept for some days', () => {
  const service = TestService.forTests(NOW, { ...KEEPS, CALLSIGHT_RETENTION_RECORDINGS_DAYS: '30' });

  it('go with the recordings of their calls', async () => {
    await haveCalls(service, 'c1');
    await put(service.main, 'c1', 'first');
    const { expireTranscripts } = service.services;
    expect(await expireTranscripts(new AbortController().signal)).toBe(0);
    service.now = NOW + 40 * 86_400_000;
    expect(await expireTranscripts(new AbortController().signal)).toBe(1);
    expect((await service.main.request('GET', '/v1/calls/c1/transcript')).status).toBe(404);
  });
});
