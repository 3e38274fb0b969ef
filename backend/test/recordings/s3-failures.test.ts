import { randomBytes } from 'node:crypto';
import { FailureProxy, type Fault, type ProxiedRequest } from '../replication/failure-proxy.js';
import { S3Server } from '../support/s3/s3-server.js';
import { TestService } from '../support/service/test-service.js';
import { aCall, codeOf, RecordingClient, wave } from './recording-client.js';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const SLOW_DOWN: Fault = { kind: 'answer', status: 503 };

let server: S3Server;
let proxy: FailureProxy;
let service: TestService;
let client: RecordingClient;
let calls = 0;

beforeAll(async () => {
  server = await S3Server.start();
  proxy = await FailureProxy.start(server.url);
  const { region, bucket, accessKeyId, secretAccessKey } = server.settings();
  service = await TestService.start(NOW, {
    CALLSIGHT_BLOBS: `s3://${bucket}/files?endpoint=${encodeURIComponent(proxy.url)}&region=${region}`,
    CALLSIGHT_BLOBS_ACCESS_KEY_ID: accessKeyId,
    CALLSIGHT_BLOBS_SECRET_ACCESS_KEY: secretAccessKey,
    CALLSIGHT_BLOBS_KEY: randomBytes(32).toString('base64'),
  });
  const url = await service.listen();
  client = new RecordingClient(() => url);
});
afterAll(async () => {
  await service.remove();
  await proxy.stop();
  await server.stop();
});
afterEach(() => {
  proxy.fault = () => undefined;
});

/** A new call. @returns the address of a recording of it */
async function aRecording(): Promise<string> {
  calls += 1;
  await service.main.send(aCall(`call-${calls}`, '2026-03-10T11:00:00Z'));
  return `/v1/calls/call-${calls}/recordings/main`;
}

/** What happens to every first request of a kind; the ones after it get through. */
function failFirst(fault: Fault, isMeant: (request: ProxiedRequest) => boolean): void {
  const seen = new Set<string>();
  proxy.fault = (request) => {
    const key = `${request.method} ${request.path}`;
    if (!isMeant(request) || seen.has(key)) return undefined;
    seen.add(key);
    return fault;
  };
}

const faults: readonly (readonly [string, Fault])[] = [
  ['is cut', { kind: 'cut' }],
  ['is answered with "not now"', SLOW_DOWN],
  ['loses its answer', { kind: 'lose answer' }],
  ['has half of an answer', { kind: 'cut answer' }],
  ['is slow', { kind: 'slow', ms: 1_500 }],
];

it.each(faults)('is stored, played and deleted although every first request to S3 %s', async (_, fault) => {
  const path = await aRecording();
  const content = wave(30, calls);
  failFirst(fault, () => true);
  expect((await client.put(path, content)).status).toBe(201);
  expect((await client.send(path)).content.equals(content)).toBe(true);
  const part = await client.send(path, { headers: { range: 'bytes=70000-200000' } });
  expect(part.content.equals(content.subarray(70_000, 200_001))).toBe(true);
  expect((await client.send(path, { method: 'DELETE' })).status).toBe(204);
  expect((await client.send(path)).status).toBe(404);
});

it('is refused while S3 is away, and nothing of it is shown', async () => {
  const path = await aRecording();
  proxy.fault = () => SLOW_DOWN;
  const refused = await client.put(path, wave(2));
  expect([refused.status, refused.headers.get('retry-after') !== null]).toEqual([503, true]);
  expect(codeOf(refused)).toMatch(/^storage_/);
  proxy.fault = () => undefined;
  expect((await client.send(path)).status).toBe(404);
  expect((await client.put(path, wave(2))).status).toBe(201);
});

it('is still played where it was when a replacement cannot be made known', async () => {
  const path = await aRecording();
  const content = wave(2, 1);
  await client.put(path, content);
  // The label is what is stored last.
  proxy.fault = ({ method, path: key }) => (method === 'PUT' && key.includes('.json') ? SLOW_DOWN : undefined);
  expect((await client.put(path, wave(2, 2))).status).toBe(503);
  proxy.fault = () => undefined;
  expect((await client.send(path)).content.equals(content)).toBe(true);
});

it('is replaced, and never lost, when what was before cannot be deleted', async () => {
  const path = await aRecording();
  await client.put(path, wave(2, 1));
  const content = wave(2, 2);
  proxy.fault = ({ method }) => (method === 'DELETE' ? SLOW_DOWN : undefined);
  expect((await client.put(path, content)).status).toBe(200);
  proxy.fault = () => undefined;
  expect((await client.send(path)).content.equals(content)).toBe(true);
});
