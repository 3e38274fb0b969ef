import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TestService } from '../support/service/test-service.js';
import { aCall, RecordingClient, wave } from './recording-client.js';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const START = '2026-03-10T11:00:00Z';

/** Bytes of a segment as it is stored: 64 KiB and its tag; and of what stands before the first one. */
const SEGMENT = (64 << 10) + 16;
const HEAD = 512;

let client: RecordingClient;
let service: TestService;
const PATH = '/v1/calls/call-1/recordings/main';

async function start(variables: Record<string, string> = {}): Promise<void> {
  service = await TestService.start(NOW, variables);
  const url = await service.listen();
  client = new RecordingClient(() => url);
  await service.main.send(aCall('call-1', START, '+493012345678'));
}
afterEach(() => service.remove());

/** The file of the recording. */
async function fileOf(): Promise<string> {
  const call = await service.services.knownCalls.find('main', 'call-1');
  const recording = await service.services.recordings.find(call!, 'main');
  return join(service.folder, 'blobs', recording!.file!.key);
}

describe('a recording that is encrypted', () => {
  it('cannot be read where it lies', async () => {
    await start({ CALLSIGHT_BLOBS_KEY: randomBytes(32).toString('base64') });
    const content = wave(12);
    await client.put(PATH, content);
    const stored = await readFile(await fileOf());
    expect(stored.length).toBeGreaterThan(content.length);
    for (let at = 0; at + 64 < content.length; at += 9_999)
      expect(stored.includes(content.subarray(at, at + 64))).toBe(false);
  });

  it.each<[string, (whole: Buffer) => Buffer]>([
    [
      'has one bit flipped',
      (whole) => {
        const changed = Buffer.from(whole);
        changed[100_000] = (changed[100_000] ?? 0) ^ 1;
        return changed;
      },
    ],
    [
      'has two segments swapped',
      (whole) =>
        Buffer.concat([
          whole.subarray(0, HEAD),
          whole.subarray(HEAD + SEGMENT, HEAD + 2 * SEGMENT),
          whole.subarray(HEAD, HEAD + SEGMENT),
          whole.subarray(HEAD + 2 * SEGMENT),
        ]),
    ],
    ['is cut off within a segment', (whole) => whole.subarray(0, whole.length - 1_000)],
    ['is cut off behind a segment', (whole) => whole.subarray(0, HEAD + 2 * SEGMENT)],
  ])('and %s is not played to its end', async (_, damage) => {
    await start({ CALLSIGHT_BLOBS_KEY: randomBytes(32).toString('base64') });
    const content = wave(12);
    await client.put(PATH, content);
    await service.services.recordingWork.idle();
    const file = await fileOf();
    const whole = await readFile(file);
    await writeFile(file, damage(whole));
    // Either it is refused, or the connection breaks where the damage begins.
    const got = await client.send(PATH).catch(() => undefined);
    expect(got === undefined || got.status >= 500).toBe(true);
    await writeFile(file, whole);
    expect((await client.send(PATH)).content.equals(content)).toBe(true);
  });
});

it('of an erased caller no byte of a recording is left in the data folder, nor what it was called', async () => {
  await start();
  const content = wave(5);
  await client.put('/v1/calls/call-1/recordings/name-that-nobody-else-has', content);
  const tus = { 'tus-resumable': '1.0.0', 'upload-length': '9000', 'upload-metadata': `name ${btoa('half-of-one')}` };
  await client.send('/v1/calls/call-1/recordings', { method: 'POST', headers: tus });
  await client.send('/v1/calls/call-1/recordings/half-of-one', {
    method: 'PATCH',
    body: content.subarray(20_000, 24_000),
    headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  });
  await service.services.recordingWork.idle();
  await service.waitUntilProjected();
  const { call } = (await service.main.get('/v1/calls/call-1')) as { call: { caller: string } };
  const traces = [content.subarray(1_000, 1_064), content.subarray(21_000, 21_064)];
  const found = async (): Promise<number> => {
    let count = 0;
    for (const entry of await readdir(service.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      count += traces.filter((trace) => bytes.includes(trace)).length;
    }
    return count;
  };
  expect(await found()).toBe(3);
  expect((await client.send(`/v1/callers/${call.caller}`, { method: 'DELETE' })).status).toBe(200);
  expect(await found()).toBe(0);
  // The audit log keeps what was done to it.
  for await (const [key, value] of service.services.ledger.store.iterator({ lt: 'u' }))
    expect(key + value).not.toMatch(/name-that-nobody-else-has|half-of-one/);
});
