import { createHash } from 'node:crypto';
import { audio, type ProviderServer } from '../recordings/fetch/provider-server.js';
import { aCall, sha256, type RecordingClient } from '../recordings/recording-client.js';
import { chunk, formatChunk, riff } from '../recordings/audio/wave-file.js';
import { callEvent } from '../support/events/event.js';
import type { TenantClient } from '../support/service/tenant-client.js';

const START = '2026-03-10T11:00:00Z';
const FORMAT = { tag: 1, channels: 1, rate: 16_000, sampleBytes: 2 };

/** Recordings of a provider in one run. */
const MAX_ANNOUNCED = 6;

/** State of a recording that is not there; another one is its SHA-256. */
export const ABSENT = 'absent';

/** Noise as a WAV file, another one for each number. */
function recording(number: number, bytes: number): Buffer {
  const samples = createHash('shake256', { outputLength: bytes }).update(String(number)).digest();
  return Buffer.from(riff([formatChunk(FORMAT), chunk('data', samples)]));
}

export const hashOf = (content: Uint8Array): string => sha256(content).toString('hex');

/** What a recording may be: one thing once something was acknowledged, and either of two while it is not. */
class Expected {
  readonly #states = new Map<string, ReadonlySet<string>>();

  of(path: string): ReadonlySet<string> {
    return this.#states.get(path) ?? new Set([ABSENT]);
  }

  get paths(): string[] {
    return [...this.#states.keys()];
  }

  begin(path: string, state: string): void {
    this.#states.set(path, new Set([...this.of(path), state]));
  }

  acknowledge(path: string, state: string): void {
    this.#states.set(path, new Set([state]));
  }
}

/** An upload in parts whose sender does not give up. */
export interface Upload {
  readonly path: string;
  readonly content: Buffer;
  /** Bytes that were acknowledged. */
  acknowledged: number;
}

const tus = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };

interface Parts {
  readonly client: RecordingClient;
  readonly main: TenantClient;
  readonly provider: ProviderServer;
  /** From −1 to 1. */
  readonly next: () => number;
  /** Told after each request that was acknowledged. */
  readonly onAcknowledged: () => void;
}

/** Everything that is done with recordings of one service until it is gone, and what of it was acknowledged. */
export class RecordingTraffic {
  readonly expected = new Expected();
  /** Those that are not whole. */
  readonly uploads: Upload[] = [];
  /** What a provider has: its SHA-256, by its path. */
  readonly announced = new Map<string, string>();
  /** The same, where it is not known whether the service was told of it. */
  readonly perhaps = new Map<string, string>();
  readonly #parts: Parts;
  #count = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Ends when the service is gone. */
  async run(): Promise<void> {
    const lanes = [
      () => this.#replaceOrDelete('a'),
      () => this.#replaceOrDelete('b'),
      () => this.#upload(),
      // They are the fastest, and would be most of all.
      () => (this.announced.size < MAX_ANNOUNCED ? this.#announce() : this.#replaceOrDelete('c')),
    ];
    await Promise.all(lanes.map((work) => this.#repeat(work)));
  }

  /** Sends the rest of an upload, from where the service says that it is. */
  async finish(upload: Upload): Promise<void> {
    const { path, content } = upload;
    const offset = await this.offsetOf(path);
    expect(offset).toBeGreaterThanOrEqual(upload.acknowledged);
    const { status, headers } = await this.#patch(upload, offset, content.subarray(offset));
    // All had come: the last request was broken off when it had become a recording.
    if (status === 404) expect(offset).toBe(content.length);
    else expect([status, headers.get('upload-offset')]).toEqual([204, String(content.length)]);
    this.expected.acknowledge(path, hashOf(content));
  }

  async offsetOf(path: string): Promise<number> {
    const { headers, status } = await this.#parts.client.send(path, { method: 'HEAD', headers: tus });
    expect(status).toBe(200);
    return Number(headers.get('upload-offset'));
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await work();
      } catch (error) {
        // As fetch, whose errors are of another realm, says that a connection ended.
        if ((error as Error).name === 'TypeError') return;
        throw error;
      }
      this.#parts.onAcknowledged();
    }
  }

  #random(from: number, to: number): number {
    return Math.floor(from + ((this.#parts.next() + 1) / 2) * (to - from));
  }

  #content(most: number): Buffer {
    this.#count += 1;
    return recording(this.#count, 2 * this.#random(500, most / 2));
  }

  async #replaceOrDelete(lane: string): Promise<void> {
    const path = `/v1/calls/call/recordings/${lane}-${this.#random(0, 5)}`;
    const known = this.expected.of(path);
    if (this.#parts.next() > 0.4 && !known.has(ABSENT)) {
      this.expected.begin(path, ABSENT);
      const { status } = await this.#parts.client.send(path, { method: 'DELETE' });
      expect(status).toBe(204);
      this.expected.acknowledge(path, ABSENT);
      return;
    }
    const content = this.#content(600_000);
    this.expected.begin(path, hashOf(content));
    const { status } = await this.#parts.client.put(path, content);
    expect(status).toBe(known.has(ABSENT) ? 201 : 200);
    this.expected.acknowledge(path, hashOf(content));
  }

  async #upload(): Promise<void> {
    const content = this.#content(6_000_000);
    const name = `upload-${this.#count}`;
    const path = `/v1/calls/${name}/recordings/${name}`;
    await this.#parts.main.send(aCall(name, START));
    const headers = { ...tus, 'upload-length': String(content.length) };
    const created = await this.#parts.client.send(path, { method: 'POST', headers });
    expect(created.status).toBe(201);
    const upload = { path, content, acknowledged: 0 };
    this.uploads.push(upload);
    this.expected.begin(path, hashOf(content));
    while (upload.acknowledged < content.length) {
      const end = upload.acknowledged + this.#random(10_000, 3_000_000);
      const part = content.subarray(upload.acknowledged, end);
      const { status } = await this.#patch(upload, upload.acknowledged, part);
      expect(status).toBe(204);
      upload.acknowledged += part.length;
      this.#parts.onAcknowledged();
    }
    this.uploads.pop();
    this.expected.acknowledge(path, hashOf(content));
  }

  #patch({ path }: Upload, offset: number, body: Uint8Array): ReturnType<RecordingClient['send']> {
    return this.#parts.client.send(path, {
      method: 'PATCH',
      body,
      headers: { ...tus, 'upload-offset': String(offset) },
    });
  }

  /** A provider has a recording of a new call; it is fetched from then on, whatever happens. */
  async #announce(): Promise<void> {
    const content = this.#content(300_000);
    const id = `announced-${this.#count}`;
    this.#parts.provider.answersAt.set(`/${id}`, audio(content));
    const told = { recording_id: 'main', url: `${this.#parts.provider.url}/${id}` };
    const path = `/v1/calls/${id}/recordings/main`;
    this.perhaps.set(path, hashOf(content));
    await this.#parts.main.send([...aCall(id, START), callEvent('call.recording', id, '2026-03-10T11:01:00Z', told)]);
    this.perhaps.delete(path);
    this.expected.begin(path, hashOf(content));
    this.announced.set(path, hashOf(content));
  }
}
