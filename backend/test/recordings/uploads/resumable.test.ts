import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { aCall, codeOf, RecordingClient, sha256, wave, type Sent } from '../recording-client.js';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;
const MB = 1_000_000;

const service = TestService.forTests(NOW, { CALLSIGHT_MAX_RECORDING_MB: '40' });
let url = '';
const client = new RecordingClient(() => url);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ADDRESS = '/v1/calls/call-1/recordings';

beforeAll(async () => {
  url = await service.listen();
  await service.main.send(aCall('call-1', '2026-03-10T11:00:00Z'));
});
beforeEach(() => {
  service.now = NOW;
});

const tus = { 'tus-resumable': '1.0.0' };

/** Sound without a header: as many bytes as are asked for, of a type that has none. */
const samples = (bytes: number): Buffer => randomBytes(bytes);
const RAW = { filetype: 'audio/l16' };

function create(
  name: string,
  length: number,
  metadata: Record<string, string> = {},
): ReturnType<RecordingClient['send']> {
  const pairs = Object.entries({ name, ...metadata }).map(([key, value]) => `${key} ${base64(value)}`);
  const headers = { ...tus, 'upload-length': String(length), 'upload-metadata': pairs.join(',') };
  return client.send(ADDRESS, { method: 'POST', headers });
}

const patch = (name: string, offset: number, body: Uint8Array, sent: Sent = {}): ReturnType<RecordingClient['send']> =>
  client.send(`${ADDRESS}/${name}`, {
    method: 'PATCH',
    body,
    ...sent,
    headers: {
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      ...sent.headers,
    },
  });

async function offsetOf(name: string): Promise<number> {
  const { headers, status } = await client.send(`${ADDRESS}/${name}`, { method: 'HEAD', headers: tus });
  return status === 200 ? Number(headers.get('upload-offset')) : -status;
}

const partKeys = async (): Promise<number> => (await service.services.blobs.list('main/uploads/')).blobs.length;

/** Sends the begin of a PATCH, and breaks the connection off. */
async function breakOff(name: string, length: number, begin: Uint8Array): Promise<void> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  socket.on('error', () => undefined);
  const head = [
    `PATCH ${ADDRESS}/${name} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${TEST_KEY}`,
    'tus-resumable: 1.0.0',
    'upload-offset: 0',
    'content-type: application/offset+octet-stream',
    `content-length: ${length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise<void>((resolve) => {
    socket.write(begin, () => resolve());
  });
  socket.destroy();
}

it('goes on where it was, part by part, and becomes a recording with its last byte', async () => {
  const content = wave(60, 3);
  const created = await create('call', content.length, { sha256: sha256(content).toString('hex') });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toMatch(/\/v1\/calls\/call-1\/recordings\/call$/);
  expect(await offsetOf('call')).toBe(0);
  let offset = 0;
  for (const size of [1, 100_000, 65_536, content.length]) {
    const part = content.subarray(offset, offset + size);
    const { status, headers } = await patch('call', offset, part);
    expect(status).toBe(204);
    offset += part.length;
    expect(headers.get('upload-offset')).toBe(String(offset));
    if (offset < content.length) expect((await client.send(`${ADDRESS}/call`)).status).toBe(404);
  }
  expect((await client.send(`${ADDRESS}/call`)).content.equals(content)).toBe(true);
  expect(await offsetOf('call')).toBe(content.length);
  expect(await partKeys()).toBe(0);
});

it('keeps what came before a connection broke, also within a part', async () => {
  const content = samples(20 * MB);
  await create('broken', content.length, RAW);
  await breakOff('broken', content.length, content.subarray(0, 13 * MB));
  await until(async () => (await offsetOf('broken')) > 8 * MB);
  // The connection is gone when its place is free again.
  let offset = 0;
  await until(async () => {
    offset = await offsetOf('broken');
    return (await patch('broken', offset, content.subarray(offset))).status === 204;
  });
  expect(offset).toBeLessThanOrEqual(13 * MB);
  expect((await client.send(`${ADDRESS}/broken`)).content.equals(content)).toBe(true);
});

it('is forgotten when nothing comes for a day, and not before', async () => {
  await create('left', 1_000, RAW);
  await patch('left', 0, samples(500));
  service.now = NOW + 23 * HOUR;
  await service.services.uploads.settle();
  expect(await offsetOf('left')).toBe(500);
  await patch('left', 500, samples(100));
  service.now = NOW + 46 * HOUR;
  await service.services.uploads.settle();
  expect(await offsetOf('left')).toBe(600);
  service.now = NOW + 48 * HOUR;
  await service.services.uploads.settle();
  expect(await offsetOf('left')).toBe(-404);
  expect(await partKeys()).toBe(0);
});

it('that begins anew leaves nothing of the one before', async () => {
  await create('anew', 1_000, RAW);
  await patch('anew', 0, samples(500));
  await create('anew', 600, RAW);
  expect(await offsetOf('anew')).toBe(0);
  expect(await partKeys()).toBe(0);
});

it('may begin with its first part, which says how long the whole is', async () => {
  const content = wave(2, 5);
  const metadata = `sha256 ${base64(sha256(content).toString('hex'))}`;
  const first = { headers: { 'upload-length': String(content.length), 'upload-metadata': metadata } };
  expect((await patch('direct', 0, content.subarray(0, 10_000), first)).status).toBe(204);
  // Said again, it does not begin anew.
  expect((await patch('direct', 0, content.subarray(0, 10_000), first)).status).toBe(409);
  expect((await patch('direct', 10_000, content.subarray(10_000))).status).toBe(204);
  expect((await client.send(`${ADDRESS}/direct`)).content.equals(content)).toBe(true);
});

it('says what is spoken here', async () => {
  const { status, headers } = await client.send(ADDRESS, { method: 'OPTIONS', key: null });
  expect([status, headers.get('tus-version'), headers.get('tus-extension'), headers.get('tus-max-size')]).toEqual([
    204,
    '1.0.0',
    'creation,expiration',
    '40000000',
  ]);
});

describe('refuses', () => {
  it.each([
    [
      'another version of tus',
      () => patch('r', 0, samples(10), { headers: { 'tus-resumable': '0.2.2' } }),
      412,
      'tus_version',
    ],
    [
      'a part of another type',
      () => patch('r', 0, samples(10), { headers: { 'content-type': 'audio/wav' } }),
      415,
      'unsupported_media_type',
    ],
    [
      'a part without its offset',
      () => patch('r', 0, samples(10), { headers: { 'upload-offset': 'x' } }),
      400,
      'invalid_request',
    ],
    ['a part of nothing that was begun', () => patch('unknown', 0, samples(10)), 404, 'unknown_upload'],
    ['what is too long', () => create('r', 41 * MB), 413, 'too_large'],
    ['a name that is none', () => create('../x', 10), 400, 'invalid_request'],
    ['a digest that is none', () => create('r', 10, { sha256: 'abc' }), 400, 'invalid_digest'],
  ])('%s', async (_, send, status, code) => {
    const refused = await send();
    expect([refused.status, codeOf(refused)]).toEqual([status, code]);
  });

  it('a part at another place, which changes nothing', async () => {
    await create('place', 1_000, RAW);
    await patch('place', 0, samples(300));
    const refused = await patch('place', 200, samples(300));
    expect([refused.status, codeOf(refused)]).toEqual([409, 'wrong_offset']);
    expect(await offsetOf('place')).toBe(300);
  });

  it('more bytes than were announced', async () => {
    await create('long', 1_000, RAW);
    const refused = await patch('long', 0, samples(1_001));
    expect([refused.status, codeOf(refused)]).toEqual([413, 'upload_too_long']);
    expect(await offsetOf('long')).toBe(0);
  });

  it('a whole that has another digest or is no audio, and forgets it', async () => {
    const content = wave(1);
    await create('wrong', content.length, { sha256: '0'.repeat(64) });
    expect(codeOf(await patch('wrong', 0, content))).toBe('digest_mismatch');
    expect(await offsetOf('wrong')).toBe(-404);
    await create('page', 6);
    expect(codeOf(await patch('page', 0, Buffer.from('<html>')))).toBe('not_audio');
    expect(await offsetOf('page')).toBe(-404);
    expect((await client.send(`${ADDRESS}/page`)).status).toBe(404);
  });

  it('a second sender while the first one sends', async () => {
    const content = samples(9 * MB);
    await create('busy', 10 * MB, RAW);
    let send: (part: Uint8Array) => void = () => undefined;
    let end = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        send = (part) => stream.enqueue(part);
        end = () => stream.close();
      },
    });
    const first = client.send(`${ADDRESS}/busy`, {
      method: 'PATCH',
      body,
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    });
    send(content);
    await until(async () => (await offsetOf('busy')) > 0);
    const second = await patch('busy', await offsetOf('busy'), samples(10));
    expect([second.status, codeOf(second)]).toEqual([423, 'upload_busy']);
    end();
    expect((await first).status).toBe(204);
    expect(await offsetOf('busy')).toBe(content.length);
  });
});
