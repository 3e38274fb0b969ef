import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { SERVICE, ServerProcess } from './server-process.js';

const PORT = 18_457;
const KEY = 'bench-key-of-recordings-0123456789abcdef';
const PIECE = 1_000_000;
const PIECES = 500;
const ROUNDS = 5;
const PATH = '/v1/calls/bench/recordings/large';

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** @returns how many bytes came */
async function drained(body: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of body) bytes += (chunk as Buffer).length;
  return bytes;
}

/** MB/s of something that brings all of the recording. */
async function rateOf(read: () => Promise<number>): Promise<number> {
  const since = performance.now();
  const bytes = await read();
  if (bytes < PIECE * PIECES) throw new Error(`only ${bytes} bytes were read`);
  return bytes / 1e3 / (performance.now() - since);
}

/** Through a pipe, as the system copies it. */
async function readByCat(file: string): Promise<number> {
  const child = spawn('cat', [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  return drained(child.stdout);
}

async function readRange(agent: Agent, index: number): Promise<number> {
  const range = `bytes=${index * PIECE}-${(index + 1) * PIECE - 1}`;
  const headers = { authorization: `Bearer ${KEY}`, range };
  const sent = request({ host: '127.0.0.1', port: PORT, path: PATH, headers, agent }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  if (response.statusCode !== 206) throw new Error(`a range was answered with ${response.statusCode}`);
  return drained(response);
}

/** Range by range over one connection, as a player reads. */
async function readByRanges(): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    let bytes = 0;
    for (let index = 0; index < PIECES; index += 1) bytes += await readRange(agent, index);
    return bytes;
  } finally {
    agent.destroy();
  }
}

async function send(
  method: string,
  path: string,
  type: string,
  body: string | ReadableStream<Uint8Array>,
): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': type };
  const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, {
    method,
    headers,
    body,
    duplex: 'half',
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function putRecording(): Promise<void> {
  const event = {
    specversion: '1.0',
    id: 'bench',
    source: 'bench',
    type: 'call.started',
    subject: 'bench',
    time: '2026-03-10T11:00:00Z',
    data: { direction: 'inbound', agent: { id: 'a' } },
  };
  await send('POST', '/v1/events', 'application/json', JSON.stringify([event]));
  const piece = randomBytes(PIECE).fill(0, 0, 64);
  let left = PIECES;
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      if (left === 0) stream.close();
      else stream.enqueue(Uint8Array.from(piece));
      left -= 1;
    },
  });
  await send('PUT', PATH, 'audio/l16', body);
}

/** Where the recording lies. */
async function fileOf(folder: string): Promise<string> {
  const names = await readdir(join(folder, 'blobs'), { recursive: true });
  const name = names.find((one) => one.endsWith('.raw'));
  if (name === undefined) throw new Error('the recording was not stored');
  return join(folder, 'blobs', name);
}

async function measure(title: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-ranges-'));
  const env = { CALLSIGHT_DATA_DIR: folder, CALLSIGHT_BOOTSTRAP_KEY: KEY, CALLSIGHT_MIN_FREE_BYTES: '0', ...settings };
  const server = await ServerProcess.start(SERVICE, PORT, env);
  try {
    await putRecording();
    const file = await fileOf(folder);
    const [ranges, cats]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      cats.push(await rateOf(() => readByCat(file)));
      ranges.push(await rateOf(readByRanges));
    }
    const [ofService, ofCat] = [median(ranges), median(cats)];
    return `| ${title} | ${ofService.toFixed(0)} | ${ofCat.toFixed(0)} | ${(ofService / ofCat).toFixed(2)} |`;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A recording read over HTTP, as players do, beside the same file read through a pipe. */
export async function benchRecordingRanges(): Promise<string[]> {
  return [
    '500 MB read over HTTP on loopback in ranges of 1 MB, one after the other over one connection, beside `cat` of the same file through a',
    'pipe; in turns, median of five. The goal is 200 MB/s.',
    '',
    '| storage | ranges, MB/s | cat, MB/s | ratio |',
    '|---|---|---|---|',
    await measure('a folder', {}),
    await measure('a folder, encrypted', { CALLSIGHT_BLOBS_KEY: randomBytes(32).toString('base64') }),
    '',
  ];
}
