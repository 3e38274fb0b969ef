/* eslint-disable max-lines -- one suite, which every place of files has to pass */
import { randomBytes } from 'node:crypto';
import type { AuditList } from '@callsight/contract/audit';
import type { Hold, RecordingLink, Recordings, Waveform } from '@callsight/contract/recordings';
import { S3Server } from '../support/s3/s3-server.js';
import { TestService } from '../support/service/test-service.js';
import type { Variables } from '../support/service/service-under-test.js';
import { aCall, codeOf, RecordingClient, sha256, wave } from './recording-client.js';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const START = '2026-03-10T11:00:00Z';
const KEY = randomBytes(32).toString('base64');
const never = new AbortController().signal;

interface Place {
  readonly variables: Variables;
  readonly stop: () => Promise<void>;
}

const PLACES: readonly (readonly [string, () => Promise<Place>])[] = [
  ['a folder', () => Promise.resolve({ variables: {}, stop: () => Promise.resolve() })],
  [
    'a folder, encrypted',
    () => Promise.resolve({ variables: { CALLSIGHT_BLOBS_KEY: KEY }, stop: () => Promise.resolve() }),
  ],
  [
    'S3, encrypted',
    async () => {
      const server = await S3Server.start();
      const { endpoint, region, bucket, accessKeyId, secretAccessKey } = server.settings();
      return {
        variables: {
          CALLSIGHT_BLOBS: `s3://${bucket}/files?endpoint=${encodeURIComponent(endpoint ?? '')}&region=${region}`,
          CALLSIGHT_BLOBS_ACCESS_KEY_ID: accessKeyId,
          CALLSIGHT_BLOBS_SECRET_ACCESS_KEY: secretAccessKey,
          CALLSIGHT_BLOBS_KEY: KEY,
        },
        stop: () => server.stop(),
      };
    },
  ],
];

describe.each(PLACES)('recordings in %s', (_, open) => {
  let place: Place;
  let service: TestService;
  let client: RecordingClient;
  let other: RecordingClient;
  const path = (name: string, call = 'call-1'): string => `/v1/calls/${call}/recordings/${name}`;
  /** When nothing is being read any more. */
  const blobKeys = async (): Promise<string[]> => {
    await service.services.recordingWork.idle();
    const { blobs } = await service.services.blobs.list('');
    return blobs.map(({ key }) => key);
  };
  const audited = async (): Promise<string[]> => {
    const { body } = await client.json<AuditList>('/v1/audit');
    return body.entries.map(({ actor, action, target }) => `${actor} ${action} ${target}`);
  };

  beforeAll(async () => {
    place = await open();
    service = await TestService.start(NOW, { CALLSIGHT_MAX_RECORDING_MB: '1', ...place.variables });
    const url = await service.listen();
    client = new RecordingClient(() => url);
    const input = { name: 'other', scopes: ['recordings', 'ingest'], tenant: 'other' };
    const { key } = (await service.main.post('/v1/keys', input)) as { key: string };
    other = new RecordingClient(() => url, key);
    await service.clientOf(key).send(aCall('call-1', START));
  });
  afterAll(async () => {
    await service.remove();
    await place.stop();
  });
  beforeEach(async () => {
    await service.main.send(aCall('call-1', START, '+493012345678'));
  });

  it('are given back as they came, to the byte, with what they are', async () => {
    const content = wave(4);
    const stored = await client.put(path('main'), content);
    expect(stored.status).toBe(201);
    expect(JSON.parse(stored.content.toString())).toMatchObject({
      name: 'main',
      state: 'stored',
      source: 'upload',
      content_type: 'audio/wav',
      bytes: content.length,
      sha256: sha256(content).toString('hex'),
    });
    const got = await client.send(path('main'));
    expect(got.content.equals(content)).toBe(true);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(content.length),
      'content-type': 'audio/wav',
      etag: `"${sha256(content).toString('hex')}"`,
      'x-content-type-options': 'nosniff',
    });
    const head = await client.send(path('main'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.content.length]).toEqual([
      200,
      String(content.length),
      0,
    ]);
  });

  it.each([
    ['bytes=0-1', 206, (all: Buffer) => all.subarray(0, 2)],
    ['bytes=65530-65550', 206, (all: Buffer) => all.subarray(65_530, 65_551)],
    ['bytes=100000-', 206, (all: Buffer) => all.subarray(100_000)],
    ['bytes=-7', 206, (all: Buffer) => all.subarray(-7)],
    ['bytes=0-1,4-5', 200, (all: Buffer) => all],
  ] as const)('are given in the part %s', async (range, status, part) => {
    const content = wave(6);
    await client.put(path('parts'), content);
    for (const method of ['GET', 'HEAD']) {
      const got = await client.send(path('parts'), { method, headers: { range } });
      const expected = part(content);
      expect(got.status).toBe(status);
      expect(got.headers.get('content-length')).toBe(String(expected.length));
      const from = content.indexOf(expected);
      const said = status === 206 ? `bytes ${from}-${from + expected.length - 1}/${content.length}` : null;
      if (expected.length > 20 || range === 'bytes=0-1') expect(got.headers.get('content-range')).toBe(said);
      if (method === 'GET') expect(got.content.equals(expected)).toBe(true);
    }
  });

  it('are not given behind their end, and not again to who has them', async () => {
    const content = wave(1);
    await client.put(path('small'), content);
    const behind = await client.send(path('small'), { headers: { range: `bytes=${content.length}-` } });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${content.length}`]);
    const etag = `"${sha256(content).toString('hex')}"`;
    const known = await client.send(path('small'), { headers: { 'if-none-match': etag } });
    expect([known.status, known.content.length]).toEqual([304, 0]);
    const replaced = await client.send(path('small'), { headers: { range: 'bytes=0-1', 'if-range': '"old"' } });
    expect([replaced.status, replaced.content.length]).toEqual([200, content.length]);
  });

  it('take the place of one of the same name, of which nothing is left', async () => {
    const before = await blobKeys();
    await client.put(path('again', 'call-1'), wave(1, 3));
    const [first] = (await blobKeys()).filter((key) => !before.includes(key) && key.endsWith('.wav'));
    expect((await client.put(path('again'), wave(1, 5))).status).toBe(200);
    expect(await blobKeys()).not.toContain(first);
    expect((await client.send(path('again'))).content.equals(wave(1, 5))).toBe(true);
  });

  describe('that are not right', () => {
    const content = wave(2);
    const wrong = Buffer.alloc(32, 1).toString('base64');
    it.each<[string, Uint8Array, Record<string, string>, number, string]>([
      ['have another digest', content, { digest: `sha-256=${wrong}` }, 400, 'digest_mismatch'],
      ['have another content digest', content, { 'content-digest': `sha-256=:${wrong}:` }, 400, 'digest_mismatch'],
      ['have a digest that is none', content, { digest: 'sha-256=abc' }, 400, 'invalid_digest'],
      ['end before their header says', content.subarray(0, 9_000), {}, 422, 'truncated_audio'],
      ['are a page', Buffer.from('<!DOCTYPE html><html>Service Unavailable</html>'), {}, 415, 'not_audio'],
      ['are JSON', Buffer.from('{"error":"not found"}'), {}, 415, 'not_audio'],
      ['are nothing', Buffer.alloc(0), {}, 415, 'not_audio'],
      ['are noise that is said to be WAV', randomBytes(5_000), {}, 415, 'not_audio'],
      ['are larger than may be', wave(70), {}, 413, 'too_large'],
    ])('%s', async (__, body, headers, status, code) => {
      const before = await blobKeys();
      const refused = await client.put(path('wrong'), body, headers);
      expect([refused.status, codeOf(refused)]).toEqual([status, code]);
      expect((await client.send(path('wrong'))).status).toBe(404);
      expect(await blobKeys()).toEqual(before);
    });

    it('are larger than may be, and do not say so before', async () => {
      const parts = Array.from({ length: 40 }, (__, index) => wave(2, index));
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          for (const part of parts) stream.enqueue(part);
          stream.close();
        },
      });
      const refused = await client.send(path('wrong'), {
        method: 'PUT',
        body,
        headers: { 'content-type': 'audio/l16' },
      });
      expect([refused.status, codeOf(refused)]).toEqual([413, 'too_large']);
    });

    it('belong to no call, or to a call of somebody else', async () => {
      expect(codeOf(await client.put(path('main', 'nobody'), content))).toBe('unknown_call');
      await service.main.send(aCall('only-main', START));
      expect(codeOf(await other.put(path('main', 'only-main'), content))).toBe('unknown_call');
      expect((await other.send(path('main'))).status).toBe(404);
    });

    it('have a name that is none', async () => {
      for (const name of ['a b', 'a/b', 'ä', '.hidden', 'x'.repeat(101)])
        expect((await client.put(path(encodeURIComponent(name)), content)).status).toBe(400);
    });
  });

  it('are taken right with either digest, whatever type is claimed', async () => {
    const content = wave(2, 9);
    const digest = sha256(content).toString('base64');
    const headers = {
      digest: `sha-256=${digest}`,
      'content-digest': `sha-256=:${digest}:`,
      'content-type': 'audio/mpeg',
    };
    expect((await client.put(path('digest'), content, headers)).status).toBe(201);
    expect((await client.send(path('digest'))).headers.get('content-type')).toBe('audio/wav');
  });

  describe('by a link', () => {
    const link = async (expires_in?: string): Promise<RecordingLink> => {
      const asked = expires_in === undefined ? {} : { expires_in };
      return (await client.post<RecordingLink>(`${path('linked')}/links`, asked)).body;
    };
    const local = ({ url }: RecordingLink): string => url.slice(url.indexOf('/v1/'));
    const statusOf = async (address: string): Promise<number> => (await client.send(address, { key: null })).status;
    beforeAll(async () => {
      await service.main.send(aCall('call-1', START, '+493012345678'));
      await client.put(path('linked'), wave(3, 11));
      await client.put(path('other'), wave(3, 12));
    });

    it('are opened without a key, in parts as well', async () => {
      const made = await link('15m');
      expect(made.expires_at).toBe('2026-03-10T12:15:00.000Z');
      const got = await client.send(local(made), { key: null, headers: { range: 'bytes=0-3' } });
      expect([got.status, got.content.toString()]).toEqual([206, 'RIFF']);
      expect((await client.send(local(made), { key: null, method: 'HEAD' })).status).toBe(200);
    });

    it('are not opened when it has expired, was changed, or is for something else', async () => {
      const address = local(await link('1m'));
      expect(await statusOf(address)).toBe(200);
      expect(await statusOf(address.replace('/linked', '/other'))).toBe(403);
      expect(await statusOf(address.replace('=main.', '=other.'))).toBe(403);
      expect(await statusOf(address.replace(/expires=\d+/, 'expires=9999999999'))).toBe(403);
      expect(await statusOf(address.replace(/&signature=.*/, ''))).toBe(403);
      expect(await statusOf(address.split('?')[0]!)).toBe(401);
      service.now += 61_000;
      const late = await client.send(address, { key: null });
      service.now = NOW;
      expect([late.status, codeOf(late)]).toEqual([403, 'link_expired']);
    });

    it('lasts for the recording and a quarter of an hour, unless it is said; a week at most', async () => {
      await service.services.recordingWork.idle();
      expect((await link()).expires_at).toBe('2026-03-10T12:15:03.000Z');
      const refused = await client.post(`${path('linked')}/links`, { expires_in: '8d' });
      expect(refused.status).toBe(400);
      expect((await client.json(`${path('linked')}/links`, { method: 'POST' })).status).toBe(200);
    });

    it('cannot be made by another tenant, nor for what is not there', async () => {
      expect((await other.post(`${path('linked')}/links`, {})).status).toBe(404);
      expect((await client.post(`${path('absent')}/links`, {})).status).toBe(404);
    });
  });

  it('need the scope of recordings', async () => {
    const input = { name: 'reader', scopes: ['query', 'ingest', 'reports'], tenant: 'main' };
    const { key } = (await service.main.post('/v1/keys', input)) as { key: string };
    const reader = new RecordingClient(client.url, key);
    await client.put(path('scoped'), wave(1));
    expect((await reader.put(path('scoped'), wave(1))).status).toBe(403);
    for (const [method, address] of [
      ['GET', path('scoped')],
      ['HEAD', path('scoped')],
      ['DELETE', path('scoped')],
      ['GET', '/v1/calls/call-1/recordings'],
      ['GET', `${path('scoped')}/waveform`],
      ['POST', `${path('scoped')}/links`],
    ] as const)
      expect([method, address, (await reader.send(address, { method })).status]).toEqual([method, address, 403]);
  });

  it('are heard: peaks, loudness, talk, silence, overlap', async () => {
    await client.put(path('heard'), wave(10, 21));
    await service.services.recordingWork.idle();
    const { status, body } = await client.json<Waveform>(`${path('heard')}/waveform?points=10`);
    expect(status).toBe(200);
    expect(body.channels.map(({ peaks }) => peaks.length)).toEqual([10, 10]);
    const [one, two] = body.channels;
    expect(Math.min(...one!.peaks.slice(0, 5))).toBeGreaterThan(5 * Math.max(...one!.peaks.slice(6)));
    expect(Math.min(...two!.peaks.slice(5))).toBeGreaterThan(5 * Math.max(...two!.peaks.slice(0, 4)));
    expect(body.duration_s).toBe(10);
    expect(one!.talk_s).toBeGreaterThan(4.7);
    expect(body.overlap_s).toBeLessThan(0.3);
    expect(one!.loudness_lufs).toBeLessThan(-10);
    const part = await client.json<Waveform>(`${path('heard')}/waveform?points=4&from=6&to=9`);
    expect(Math.max(...part.body.channels[0]!.peaks)).toBeLessThan(0.05);
    expect((await client.send(`${path('heard')}/waveform?points=800`)).content.length).toBeLessThan(2 * 4_096 + 300);
    expect((await client.json(`${path('heard')}/waveform?points=5000`)).status).toBe(400);
    expect((await client.json(`${path('heard')}/waveform?from=3&to=2`)).status).toBe(400);
    expect(await client.list('call-1')).toContainEqual(
      expect.objectContaining({ name: 'heard', waveform: 'ready', duration_s: 10, channels: 2 }),
    );
  });

  it('are deleted for good, and not under legal hold', async () => {
    await service.main.send(aCall('held', START));
    await client.put(path('main', 'held'), wave(1, 31));
    const { body: hold } = await client.post<Hold>('/v1/calls/held/hold', { reason: 'a case at court' }, 'PUT');
    expect(hold).toEqual({
      call_id: 'held',
      reason: 'a case at court',
      since: '2026-03-10T12:00:00.000Z',
      by: 'bootstrap',
    });
    expect((await client.json<Recordings>('/v1/calls/held/recordings')).body.hold).toEqual(hold);
    const refused = await client.send(path('main', 'held'), { method: 'DELETE' });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'legal_hold']);
    expect(codeOf(await client.put(path('main', 'held'), wave(1, 32)))).toBe('legal_hold');
    expect((await client.put(path('another', 'held'), wave(1, 32))).status).toBe(201);
    expect((await client.json('/v1/calls/held/hold', { method: 'DELETE' })).status).toBe(204);
    expect((await client.json('/v1/calls/held/hold', { method: 'DELETE' })).status).toBe(404);
    const before = await blobKeys();
    expect((await client.send(path('main', 'held'), { method: 'DELETE' })).status).toBe(204);
    expect((await client.send(path('main', 'held'))).status).toBe(404);
    expect((await client.list('held')).map(({ name }) => name)).toEqual(['another']);
    expect((await blobKeys()).length).toBeLessThan(before.length);
    expect((await client.put(path('main', 'held'), wave(1, 33))).status).toBe(201);
  });

  it('leave a trace of everybody who plays, downloads, links or deletes them', async () => {
    await service.main.send(aCall('traced', START));
    const traced = path('main', 'traced');
    await client.put(traced, wave(2, 41));
    const { body } = await client.post<RecordingLink>(`${traced}/links`, { expires_in: '15m' });
    const before = (await audited()).length;
    await client.send(traced);
    for (const range of ['bytes=0-1', 'bytes=0-', 'bytes=500-', 'bytes=900-999'])
      await client.send(traced, { headers: { range } });
    await client.send(body.url.slice(body.url.indexOf('/v1/')), { key: null, headers: { range: 'bytes=0-' } });
    await client.send(traced);
    await client.send(traced, { method: 'HEAD' });
    await client.send(traced, { method: 'DELETE' });
    const all = await audited();
    expect(all.slice(0, all.length - before).reverse()).toEqual([
      `bootstrap recording.downloaded calls/traced/recordings/main`,
      `bootstrap recording.played calls/traced/recordings/main`,
      `link recording.played calls/traced/recordings/main`,
      `bootstrap recording.downloaded calls/traced/recordings/main`,
      `bootstrap recording.deleted calls/traced/recordings/main`,
    ]);
  });

  it('expire after their days, but not under legal hold', async () => {
    for (const id of ['old', 'old-held']) {
      await service.main.send(aCall(id, '2026-03-01T10:00:00Z'));
      await client.put(path('main', id), wave(1, 51));
    }
    await client.post('/v1/calls/old-held/hold', { reason: 'kept' }, 'PUT');
    const { services } = service;
    expect(await services.recordingWork.expire(never)).toBe(0);
    await service.stop();
    await service.start({ CALLSIGHT_RETENTION_RECORDINGS_BY_TENANT: 'main=7', ...place.variables });
    const url = await service.listen();
    client = new RecordingClient(() => url);
    other = new RecordingClient(() => url, other.key);
    expect(await service.services.recordingWork.expire(never)).toBe(1);
    expect((await client.send(path('main', 'old'))).status).toBe(404);
    expect((await client.send(path('main', 'old-held'))).status).toBe(200);
    expect((await client.send(path('main'))).status).toBe(200);
  });

  it('leave nothing when their caller is erased', async () => {
    await service.main.send(aCall('erased', START, '+493098765432'));
    await client.put(path('main', 'erased'), wave(2, 71));
    await service.services.recordingWork.idle();
    await service.waitUntilProjected();
    const detail = (await service.main.get('/v1/calls/erased')) as { call: { caller: string } };
    const before = await blobKeys();
    await client.post('/v1/calls/erased/hold', { reason: 'kept' }, 'PUT');
    const held = await client.json<{ error: { code: string } }>(`/v1/callers/${detail.call.caller}`, {
      method: 'DELETE',
    });
    expect([held.status, held.body.error.code]).toEqual([409, 'legal_hold']);
    expect((await client.send(path('main', 'erased'))).status).toBe(200);
    await client.json('/v1/calls/erased/hold', { method: 'DELETE' });
    expect((await client.json(`/v1/callers/${detail.call.caller}`, { method: 'DELETE' })).status).toBe(200);
    expect((await client.send(path('main', 'erased'))).status).toBe(404);
    expect((await blobKeys()).length).toBe(before.length - 3);
    for await (const [key, value] of service.services.ledger.store.iterator())
      if ('RBFHC'.includes(key.charAt(0))) expect(key + value).not.toContain('erased');
  });
});
