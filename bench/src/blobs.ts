import { randomBytes } from 'node:crypto';
import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openBlobStore } from '@callsight/backend/storage/blobs/open-blob-store';

const PIECE = randomBytes(64 << 10);
const PIECES = 1_526;
/** 100 MB. */
const BYTES = PIECES * PIECE.length;
const ROUNDS = 7;
const RANGES = 50;
const KEY = 'main/artifacts/large.bin';

async function* content(): AsyncGenerator<Buffer> {
  for (let at = 0; at < PIECES; at += 1) yield await Promise.resolve(PIECE);
}

async function drain(body: AsyncIterable<unknown>): Promise<void> {
  let bytes = 0;
  for await (const piece of body) bytes += (piece as Buffer).length;
  if (bytes === 0) throw new Error('nothing was read');
}

/** What is measured: puts and reads whole content, and reads 64 KiB from a place. */
interface Subject {
  readonly put: () => Promise<unknown>;
  readonly get: () => Promise<void>;
  readonly range: (first: number) => Promise<void>;
}

/** The same bytes written to a file, synced and read, without anything of ours. */
function bareFile(folder: string): Subject {
  const file = join(folder, 'bare');
  const read = async (start: number, end: number): Promise<void> => {
    const handle = await open(file);
    await drain(handle.createReadStream({ start, end, highWaterMark: 256 << 10 }));
  };
  return {
    put: async () => {
      const handle = await open(file, 'w');
      for await (const piece of content()) await handle.write(piece);
      await handle.sync();
      await handle.close();
    },
    get: () => read(0, BYTES),
    range: (first) => read(first, first + PIECE.length - 1),
  };
}

function blobs(folder: string, encryptionKeys: readonly Buffer[]): Subject {
  const location = { kind: 'folder', folder } as const;
  const store = openBlobStore({
    location,
    encryptionKeys,
    minFreeBytes: () => Promise.resolve(0),
    clock: Date.now,
  });
  const read = async (range?: { first: number; last: number }): Promise<void> => {
    const reading = await store.get(KEY, range);
    if (reading === undefined) throw new Error('the blob is not there');
    await drain(reading.body);
  };
  return {
    put: () => store.put(KEY, content(), { contentType: 'audio/wav', maxBytes: BYTES }),
    get: () => read(),
    range: (first) => read({ first, last: first + PIECE.length - 1 }),
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1_000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

async function measure(title: string, subject: Subject): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const atStart = process.memoryUsage.rss();
  let most = atStart;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const [puts, gets, ranges]: [number[], number[], number[]] = [[], [], []];
  delay.enable();
  for (let round = 0; round < ROUNDS; round += 1) {
    puts.push(await seconds(subject.put));
    gets.push(await seconds(subject.get));
  }
  delay.disable();
  for (let round = 0; round < RANGES; round += 1)
    ranges.push(await seconds(() => subject.range(Math.floor(((round + 0.5) / RANGES) * (BYTES - PIECE.length)))));
  clearInterval(watch);
  const rate = (times: readonly number[]): string => Math.round(BYTES / 1e6 / median(times)).toLocaleString('en');
  const columns = [
    rate(puts),
    rate(gets),
    (median(ranges) * 1_000).toFixed(1),
    String(Math.round((most - atStart) / 1e6)),
    String(Math.round(delay.max / 1e6)),
  ];
  return `| ${title} | ${columns.join(' | ')} |`;
}

/** Files in a folder, plain and encrypted, beside the file system alone. */
export async function benchBlobs(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-blobs-'));
  try {
    return [
      '## Files in a folder',
      '',
      '100 MB that arrive in pieces of 64 KiB, synced to disk before a put ends; median of seven. The hash of the content is computed in each',
      'put. Memory is what the process grew by; the last column how long the thread was held at most, by other load of the machine, too.',
      '',
      '| storage | put, MB/s | get, MB/s | 64 KiB of it, ms | memory, MB | held, ms |',
      '|---|---|---|---|---|---|',
      await measure('a file, without anything of ours', bareFile(folder)),
      await measure('blob', blobs(join(folder, 'plain'), [])),
      await measure('blob, encrypted', blobs(join(folder, 'encrypted'), [randomBytes(32)])),
      '',
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
