import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';
import { aCall, codeOf, RecordingClient } from './recording-client.js';

jest.setTimeout(400_000);

const MB = 1_000_000;
/** 2 GB in pieces of 1 MB, each of which is another one. */
const PIECES = 2_000;
const MAX_GROWTH_MB = 100;

/** A piece of a recording without a header: samples that are known from their number. */
const PATTERN = createHash('shake256', { outputLength: MB }).update('samples').digest();
function piece(index: number): Buffer {
  const content = Buffer.from(PATTERN);
  content.fill(0, 0, 16);
  content.writeUInt32LE(index, 12);
  return content;
}

/** Memory of a process at present, in MB. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

/** The most memory that a process had above what it had before, while something went on. */
async function growthDuring(pid: number, work: () => Promise<void>): Promise<number> {
  const before = await residentMb(pid);
  let most = before;
  let isOver = false;
  const watching = until(async () => {
    most = Math.max(most, await residentMb(pid));
    return isOver;
  }, 380);
  try {
    await work();
  } finally {
    isOver = true;
    await watching;
  }
  return most - before;
}

let service: ServiceProcess;
let client: RecordingClient;
beforeAll(async () => {
  service = await ServiceProcess.start({ CALLSIGHT_MAX_RECORDING_MB: '4096' });
  client = new RecordingClient(() => service.url);
  await service.waitUntilReady();
  await service.main.send(aCall('call', '2026-03-10T11:00:00Z'));
  // What is loaded and compiled once is no memory of a recording.
  const warm = '/v1/calls/call/recordings/warm';
  for (let round = 0; round < 5; round += 1) {
    await client.put(warm, Buffer.concat(Array.from({ length: 40 }, (_, index) => piece(index))), RAW);
    await client.send(warm);
  }
});
afterAll(() => service.remove());

const RAW = { 'content-type': 'audio/l16' };

test('a recording of 2 GB is stored and read by ranges in little memory', async () => {
  const path = '/v1/calls/call/recordings/large';
  const hash = createHash('sha256');
  let index = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      if (index === PIECES) {
        stream.close();
        return;
      }
      const content = piece(index);
      hash.update(content);
      stream.enqueue(content);
      index += 1;
    },
  });
  const stored = await growthDuring(service.pid, async () => {
    const { status, content } = await client.send(path, { method: 'PUT', body, headers: RAW });
    expect([status, status === 201 ? undefined : codeOf({ content })]).toEqual([201, undefined]);
    const { bytes, sha256 } = JSON.parse(content.toString()) as { bytes: number; sha256: string };
    expect([bytes, sha256]).toEqual([PIECES * MB, hash.digest('hex')]);
  });
  const read = await growthDuring(service.pid, async () => {
    for (let at = 0; at < PIECES; at += 8) {
      const range = `bytes=${at * MB}-${(at + 8) * MB - 1}`;
      const { status, content } = await client.send(path, { headers: { range } });
      expect(status).toBe(206);
      for (let of = 0; of < 8; of += 1)
        if (!content.subarray(of * MB, (of + 1) * MB).equals(piece(at + of)))
          throw new Error(`piece ${at + of} differs`);
    }
  });
  process.stdout.write(`memory above that before, MB: ${stored.toFixed(0)} to store, ${read.toFixed(0)} to read\n`);
  expect((await client.send(path, { method: 'DELETE' })).status).toBe(204);
  expect(await readdir(join(service.folder, 'blobs/.partial'))).toEqual([]);
  expect(stored).toBeLessThan(MAX_GROWTH_MB);
  expect(read).toBeLessThan(MAX_GROWTH_MB);
});

/** A body whose pieces come one after the other, each when all other senders have sent as much. */
function inStep(content: Buffer, pieces: number, step: (index: number) => Promise<void>): ReadableStream<Uint8Array> {
  const bytes = Math.ceil(content.length / pieces);
  let index = 0;
  return new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      await step(index);
      stream.enqueue(content.subarray(index * bytes, (index + 1) * bytes));
      index += 1;
      if (index === pieces) stream.close();
    },
  });
}

test('50 slow uploads at once are stored right, and events are acknowledged meanwhile', async () => {
  const UPLOADS = 50;
  const STEPS = 40;
  const contents = Array.from({ length: UPLOADS }, (_, index) =>
    Buffer.concat(Array.from({ length: 4 }, (__, at) => piece(10_000 + index * 4 + at))),
  );
  const times: number[] = [];
  let posted = 0;
  /** Between two pieces of every upload, events are sent. */
  const steps = Array.from({ length: STEPS }, () => {
    let open = (): void => undefined;
    const isOpen = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, isOpen };
  });
  const events = async (): Promise<void> => {
    for (const { open } of steps) {
      open();
      for (let count = 0; count < 10; count += 1) {
        const since = performance.now();
        await service.main.send(aCall(`beside-${posted}`, '2026-03-10T11:00:00Z'));
        times.push(performance.now() - since);
        posted += 1;
      }
    }
  };
  const put = async (content: Buffer, index: number): Promise<void> => {
    const body = inStep(content, STEPS, (step) => steps[step]!.isOpen);
    // A call has at most 50 recordings, and one of them is there.
    const call = `call-${index % 5}`;
    const { status } = await client.send(`/v1/calls/${call}/recordings/slow-${index}`, {
      method: 'PUT',
      body,
      headers: RAW,
    });
    expect(status).toBe(201);
  };
  for (let call = 0; call < 5; call += 1) await service.main.send(aCall(`call-${call}`, '2026-03-10T11:00:00Z'));
  await Promise.all([...contents.map(put), events()]);
  for (const [index, content] of contents.entries()) {
    const got = await client.send(`/v1/calls/call-${index % 5}/recordings/slow-${index}`);
    expect(got.content.equals(content)).toBe(true);
  }
  expect(await service.countCalls('2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z')).toBe(6 + posted);
  const p99 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0;
  process.stdout.write(`events beside 50 uploads: ${posted} requests, p99 ${p99.toFixed(0)} ms\n`);
});
