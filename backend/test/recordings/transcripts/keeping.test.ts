import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../../src/config/config.js';
import { admit } from '../../../src/ingest/events/admission.js';
import { systemTimer } from '../../../src/lib/background/timer.js';
import { Turns } from '../../../src/lib/scheduling/turns.js';
import { RowReplacer } from '../../../src/projection/rows/replace-rows.js';
import { buildIngest } from '../../../src/service/build-ingest.js';
import { buildTranscripts } from '../../../src/service/build-transcripts.js';
import type { ServiceContext } from '../../../src/service/context.js';
import { openBlobs } from '../../../src/service/open-blobs.js';
import { openStores } from '../../../src/service/open-stores.js';
import { Teardown } from '../../../src/service/teardown.js';
import { ReaderPool } from '../../../src/storage/duckdb/reader.js';
import { TestService } from '../../support/service/test-service.js';
import { deliver, sample, SECRETS } from '../../ingest/webhooks/platforms.js';
import { callEvents, haveCalls, KEEPS, listed, NOW, put, segmentsOf } from './calls.js';

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
  const log = pino({ level: 'silent' });
  let folder: string;
  let teardown: Teardown;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsight-held-'));
    teardown = new Teardown(log);
  });
  afterEach(async () => {
    await teardown.close();
    await rm(folder, { recursive: true });
  });

  it('can be neither deleted nor replaced, until the hold ends', async () => {
    const { config } = readConfig({ ...KEEPS, CALLSIGHT_DATA_DIR: folder, CALLSIGHT_MIN_FREE_BYTES: '0' });
    const context: ServiceContext = { config, log, clock: () => NOW, timer: systemTimer, tracer: undefined, teardown };
    const { ledger, database } = await openStores(config, log, NOW);
    teardown.onClose('database', () => database.close());
    teardown.onClose('ledger', () => ledger.close());
    const turns = new Turns();
    const readers = new ReaderPool(() => database.connect(), { most: 2, timeoutMs: 5_000, turns });
    teardown.onClose('readers', () => readers.close());
    const ingest = await buildIngest(context, ledger, turns);
    const rows = new RowReplacer(database.writer, []);
    const held = new Set<string>();
    const isHeld = (tenant: string, call: string): Promise<boolean> => Promise.resolve(held.has(`${tenant}/${call}`));
    const parts = { ledger, readers, rows, blobs: await openBlobs(context, undefined), ingest, isHeld };
    const { transcripts } = await buildTranscripts(context, parts);
    teardown.onClose('transcripts', () => transcripts.stop());
    const rules = { clockSkewMs: 300_000, attributes: [], identities: ingest.identities };
    const events = callEvents('c1').map((event) => {
      const verdict = admit(event, NOW, rules);
      if ('event' in verdict) return verdict.event;
      throw new Error('an event of the test was refused');
    });
    await ledger.submit({ tenant: 'main', events, extra: [] });

    const body = (text: string): Buffer => Buffer.from(JSON.stringify({ segments: segmentsOf(text) }));
    held.add('main/c1');
    expect(await transcripts.put('main', 'c1', body('first'))).toMatchObject({ status: 'created' });
    expect(await transcripts.put('main', 'c1', body('second'))).toEqual({ status: 'held' });
    expect(await transcripts.delete('main', 'c1')).toBe('held');
    expect(String(Buffer.from((await transcripts.get('main', 'c1')) ?? []))).toContain('first');
    held.clear();
    expect(await transcripts.put('main', 'c1', body('third'))).toMatchObject({ status: 'replaced' });
    expect(await transcripts.delete('main', 'c1')).toBe('deleted');
  });
});
