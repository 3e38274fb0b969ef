import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { TestService } from '../../support/service/test-service.js';
import { aCall, RecordingClient, wave } from '../recording-client.js';

jest.setTimeout(180_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const START = '2026-03-10T11:00:00Z';
const DAY = 86_400_000;
const AUDIO = { contentType: 'audio/wav', maxBytes: 1_000_000 };
const never = new AbortController().signal;

let service: TestService;
let client: RecordingClient;
beforeEach(async () => {
  service = await TestService.start(NOW, { CALLSIGHT_RAW_RETENTION_DAYS: '30' });
  await listen();
});
afterEach(() => service.remove());

async function listen(): Promise<void> {
  const url = await service.listen();
  client = new RecordingClient(() => url);
}

const files = async (): Promise<string[]> =>
  (await service.services.blobs.list('main/recordings/')).blobs.map(({ key }) => key.slice(key.lastIndexOf('.')));

/** As if all files had been stored a day ago. */
async function age(): Promise<void> {
  const folder = join(service.folder, 'blobs/main/recordings');
  const then = new Date(NOW - DAY);
  for (const month of await readdir(folder))
    for (const file of await readdir(join(folder, month))) await utimes(join(folder, month, file), then, then);
}

test('a sweep leaves alone what is known, and what is younger than an hour', async () => {
  await service.main.send(aCall('call-1', START));
  await client.put('/v1/calls/call-1/recordings/main', wave(1));
  await service.services.recordingWork.idle();
  await service.services.blobs.put('main/recordings/2026-03/aaaa.wav', wave(1), AUDIO);
  await age();
  // The clock of the service stands still: what is stored now lies in its future.
  await service.services.blobs.put('main/recordings/2026-03/bbbb.wav', wave(1), AUDIO);
  expect(await service.services.recordingWork.sweep(never)).toEqual({ deleted: 1, found: 0 });
  expect((await files()).sort()).toEqual(['.json', '.peaks', '.wav', '.wav']);
});

test('an installation that lost its data folder finds its recordings again, also where they lie on two pages of a list', async () => {
  const ids = Array.from({ length: 400 }, (_, index) => `call-${index}`);
  const events = ids.flatMap((id) => aCall(id, START));
  await service.main.send(events);
  for (const [index, id] of ids.entries()) await client.put(`/v1/calls/${id}/recordings/main`, wave(0.1, index));
  await service.services.recordingWork.idle();
  await age();
  // A page has a thousand files, and each of these three: the page ends within the files of one of them.
  expect((await service.services.blobs.list('main/recordings/')).blobs).toHaveLength(1_000);
  await service.stop();
  for (const name of await readdir(service.folder))
    if (name !== 'blobs') await rm(join(service.folder, name), { recursive: true });
  await service.startReady();
  await listen();
  await service.main.send(events);
  expect(await service.services.recordingWork.sweep(never)).toEqual({ deleted: 0, found: ids.length });
  for (const [index, id] of ids.entries()) {
    expect(await client.list(id)).toMatchObject([{ name: 'main', state: 'stored', source: 'upload' }]);
    expect((await client.send(`/v1/calls/${id}/recordings/main`)).content.equals(wave(0.1, index))).toBe(true);
  }
  await service.services.recordingWork.idle();
  await age();
  expect(await service.services.recordingWork.sweep(never)).toEqual({ deleted: 0, found: 0 });
});

test('a label that lacks since a deletion was broken off is put back', async () => {
  await service.main.send(aCall('call-1', START));
  await client.put('/v1/calls/call-1/recordings/main', wave(1));
  await service.services.recordingWork.idle();
  await age();
  const { blobs } = await service.services.blobs.list('main/recordings/');
  const label = blobs.map(({ key }) => key).find((key) => key.endsWith('.json'))!;
  await service.services.blobs.delete(label);
  expect(await service.services.recordingWork.sweep(never)).toEqual({ deleted: 0, found: 0 });
  expect((await files()).sort()).toEqual(['.json', '.peaks', '.wav']);
});

test('that one was deleted is forgotten when no event can announce it any more', async () => {
  await service.main.send(aCall('call-1', START));
  await client.put('/v1/calls/call-1/recordings/main', wave(1));
  await client.send('/v1/calls/call-1/recordings/main', { method: 'DELETE' });
  expect(await files()).toEqual([]);
  const known = async (): Promise<number> => {
    let count = 0;
    for await (const [key] of service.services.ledger.store.iterator()) if (key.startsWith('R')) count += 1;
    return count;
  };
  service.now = NOW + 30 * DAY;
  await service.services.recordingWork.expire(never);
  expect(await known()).toBe(1);
  service.now = NOW + 32 * DAY;
  await service.services.recordingWork.expire(never);
  expect(await known()).toBe(0);
});

test('a call has at most fifty recordings', async () => {
  await service.main.send(aCall('call-1', START));
  const content = wave(0.1);
  for (let index = 0; index < 50; index += 1)
    expect((await client.put(`/v1/calls/call-1/recordings/part-${index}`, content)).status).toBe(201);
  expect((await client.put('/v1/calls/call-1/recordings/one-more', content)).status).toBe(409);
  await client.send('/v1/calls/call-1/recordings/part-7', { method: 'DELETE' });
  expect((await client.put('/v1/calls/call-1/recordings/one-more', content)).status).toBe(201);
  expect(await client.list('call-1')).toHaveLength(50);
});
