import { randomBytes, randomUUID } from 'node:crypto';
import { getEventListeners } from 'node:events';
import type { BlobStore } from '../../../src/storage/blobs/blob-store.js';
import { S3Backend } from '../../../src/storage/blobs/s3/s3-backend.js';
import { S3Client } from '../../../src/storage/blobs/s3/s3-client.js';
import { elements } from '../../../src/storage/blobs/s3/read-xml.js';
import { FailureProxy, type Fault, type ProxiedRequest } from '../../replication/failure-proxy.js';
import { S3Server } from '../../support/s3/s3-server.js';
import { until } from '../../support/service/until.js';
import { codeOf, collect, KEY, openAt } from './backends.js';

jest.setTimeout(120_000);

const MB = 1 << 20;
const OPTIONS = { contentType: 'audio/wav', maxBytes: 1 << 30 };
const SLOW_DOWN = { kind: 'answer', status: 503 } as const;

const isPart = ({ method, path }: ProxiedRequest): boolean => method === 'PUT' && path.includes('partNumber=');
const isBegin = ({ method, path }: ProxiedRequest): boolean => method === 'POST' && /\?uploads=?$/.test(path);
const isCompletion = ({ method, path }: ProxiedRequest): boolean => method === 'POST' && path.includes('?uploadId=');

describe('S3 behind a network that fails', () => {
  const prefix = `${randomUUID()}/`;
  let server: S3Server;
  let proxy: FailureProxy;
  let store: BlobStore;
  beforeAll(async () => {
    server = await S3Server.start();
    proxy = await FailureProxy.start(server.url);
    const location = { kind: 's3', ...server.settings(prefix, proxy.url) } as const;
    store = openAt(location, { keys: [KEY], silenceMs: 1_000 });
  });
  afterAll(async () => {
    store.close();
    await proxy.stop();
    await server.stop();
  });
  beforeEach(() => {
    proxy.fault = () => undefined;
    proxy.requests.length = 0;
  });

  /** What happens to the first requests of a kind; nothing to the others. */
  const failFirst = (count: number, fault: Fault, isMeant: (request: ProxiedRequest) => boolean): void => {
    let left = count;
    proxy.fault = (request) => {
      if (left === 0 || !isMeant(request)) return undefined;
      left -= 1;
      return fault;
    };
  };
  const openUploads = async (): Promise<number> => {
    const { text } = await server.client().send({ method: 'GET', query: { uploads: '' } }, AbortSignal.timeout(10_000));
    return elements(text, 'Upload').length;
  };

  it.each<[string, Fault, (request: ProxiedRequest) => boolean]>([
    ['a part is cut', { kind: 'cut' }, isPart],
    ['the answer to a part is lost', { kind: 'lose answer' }, isPart],
    ['the server says "not now" to a part', SLOW_DOWN, isPart],
    ['the server fails at the begin', { kind: 'answer', status: 500 }, isBegin],
    ['the connection breaks at the completion', { kind: 'cut' }, isCompletion],
    ['the answer to the completion is lost', { kind: 'lose answer' }, isCompletion],
    ['the server is slow to complete', { kind: 'slow', ms: 2_500 }, isCompletion],
  ])('stores a large blob although %s', async (_, fault, isMeant) => {
    const content = randomBytes(18 * MB);
    failFirst(1, fault, isMeant);
    await store.put('main/large.wav', content, OPTIONS);
    expect(proxy.requests.filter(isMeant).length).toBeGreaterThan(1);
    expect((await collect((await store.get('main/large.wav'))!.body)).equals(content)).toBe(true);
    expect(await openUploads()).toBe(0);
  });

  it.each<[string, Fault]>([
    ['cut', { kind: 'cut' }],
    ['answered with 503', SLOW_DOWN],
    ['not answered', { kind: 'lose answer' }],
  ])('stores, reads, lists and deletes a small blob although every first request is %s', async (_, fault) => {
    const content = randomBytes(100_000);
    failFirst(1, fault, () => true);
    await store.put('main/small.wav', content, OPTIONS);
    failFirst(1, fault, () => true);
    expect(
      (await collect((await store.get('main/small.wav', { first: 70_000 }))!.body)).equals(content.subarray(70_000)),
    ).toBe(true);
    failFirst(1, fault, () => true);
    expect((await store.list('main/')).blobs.map(({ key }) => key)).toContain('main/small.wav');
    failFirst(1, fault, () => true);
    await store.delete('main/small.wav');
    expect(await store.head('main/small.wav')).toBeUndefined();
  });

  it.each<[string, Fault, string]>([
    ['took a completion whose answer was lost', { kind: 'lose answer' }, 'no error'],
    ['lost the upload', { kind: 'answer', status: 503 }, 'storage_failed'],
  ])('is told by a server that knows no upload any more whether it %s', async (_, first, end) => {
    const content = randomBytes(18 * MB);
    const key = `main/completed-${end.replace(/\W/g, '-')}.wav`;
    const gone: Fault = { kind: 'answer', status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' };
    const faults = [first, gone];
    proxy.fault = (request) => (isCompletion(request) ? faults.shift() : undefined);
    expect(await codeOf(store.put(key, content, OPTIONS))).toBe(end);
    expect(faults).toEqual([]);
    const reading = await store.get(key);
    expect(reading === undefined ? undefined : (await collect(reading.body)).equals(content)).toBe(
      end === 'no error' ? true : undefined,
    );
    expect(await openUploads()).toBe(0);
  });

  it('gives up when it stays away: a typed error, nothing stored, no upload left, and the state says so', async () => {
    proxy.fault = (request) => (isPart(request) ? SLOW_DOWN : undefined);
    expect(await codeOf(store.put('main/away.wav', Buffer.alloc(20 * MB), OPTIONS))).toBe('storage_unreachable');
    expect(proxy.requests.filter(isPart).length).toBe(5);
    expect(await openUploads()).toBe(0);
    expect(store.state).toEqual({ status: 'unreachable', reason: 'S3 answered 503' });
    proxy.fault = () => undefined;
    expect(await store.head('main/away.wav')).toBeUndefined();
    await store.check();
    expect(store.state.status).toBe('ok');
  });

  it('ends a reading with a typed error when its answer breaks off, and gives out nothing false before', async () => {
    const content = randomBytes(3 * MB);
    await store.put('main/read.wav', content, OPTIONS);
    failFirst(
      1,
      { kind: 'cut answer' },
      ({ method, path }) => method === 'GET' && path.includes('read.wav') && proxy.requests.length > 1,
    );
    proxy.requests.length = 0;
    const { body } = (await store.get('main/read.wav'))!;
    const parts: Buffer[] = [];
    const reading = (async () => {
      for await (const part of body) parts.push(part as Buffer);
    })();
    expect(await codeOf(reading)).toBe('storage_unreachable');
    const read = Buffer.concat(parts);
    expect(read.length).toBeLessThan(content.length);
    expect(read.equals(content.subarray(0, read.length))).toBe(true);
  });

  it('does not wait for ever for a server that takes requests and is silent', async () => {
    await store.put('main/silent.wav', Buffer.alloc(10), OPTIONS);
    await server.freeze();
    expect(await codeOf(store.get('main/silent.wav'))).toBe('storage_unreachable');
    await store.check();
    expect(store.state).toEqual({ status: 'unreachable', reason: 'no answer from S3 (timeout)' });
    await server.restart();
    expect((await store.get('main/silent.wav'))!.bytes).toBe(10);
  });

  it('stores a blob although the server was killed in its middle and came back', async () => {
    const content = randomBytes(30 * MB);
    let isKilled = false;
    async function* slow(): AsyncGenerator<Buffer> {
      yield content.subarray(0, 20 * MB);
      if (!isKilled) await server.kill();
      isKilled = true;
      void server.restart();
      yield content.subarray(20 * MB);
    }
    await store.put('main/survives.wav', slow(), OPTIONS);
    expect((await collect((await store.get('main/survives.wav'))!.body)).equals(content)).toBe(true);
  });
});

describe('S3 as it is asked', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await S3Server.start();
  });
  afterAll(() => server.stop());

  it('tells apart wrong credentials, no bucket and an absent blob', async () => {
    const settings = server.settings();
    const at = (changes: object) => openAt({ kind: 's3', ...settings, ...changes });
    expect(await codeOf(at({ secretAccessKey: 'another' }).get('main/x.wav'))).toBe('storage_denied');
    const lost = at({ bucket: 'no-such-bucket' });
    expect(await codeOf(lost.get('main/x.wav'))).toBe('storage_denied');
    expect(await codeOf(lost.put('main/x.wav', Buffer.alloc(1), OPTIONS))).toBe('storage_denied');
    await lost.check();
    expect(lost.state).toEqual({ status: 'denied', reason: 'S3 answered 404 NoSuchBucket' });
    expect(await at({}).get('main/x.wav')).toBeUndefined();
  });

  it('keeps stores of one bucket apart by their prefixes', async () => {
    const [one, other] = ['one/', 'two/more/'].map((prefix) => openAt({ kind: 's3', ...server.settings(prefix) }));
    await one!.put('main/x.wav', Buffer.from('one'), OPTIONS);
    await other!.put('main/y.wav', Buffer.from('two'), OPTIONS);
    expect((await one!.list('')).blobs.map(({ key }) => key)).toEqual(['main/x.wav']);
    expect((await other!.list('')).blobs.map(({ key }) => key)).toEqual(['main/y.wav']);
    expect(await other!.get('main/x.wav')).toBeUndefined();
  });

  it('listens to the end of the service no longer than each request lasts', async () => {
    const client = new S3Client({ settings: server.settings('heard/'), clock: Date.now });
    const backend = new S3Backend(client, 'heard/');
    const { signal } = new AbortController();
    async function* content(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.alloc(600));
    }
    for (let at = 0; at < 20; at += 1) {
      await backend.write(`main/n${at}.wav`, content(), signal);
      const object = (await backend.open(`main/n${at}.wav`, 512, signal))!;
      await collect(object.read(100, 600));
      await object.close();
      await backend.remove(`main/n${at}.wav`, signal);
    }
    // A request listens until its connection is back among those that are kept.
    await until(() => Promise.resolve(getEventListeners(signal, 'abort').length === 0));
    backend.close();
  });
});
