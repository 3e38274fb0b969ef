import { createHash } from 'node:crypto';
import type { Recording, Recordings } from '@callsight/contract/recordings';
import { phoneCall } from '../support/events/call.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { speech } from './audio/signals.js';
import { waveFile } from './audio/wave-file.js';

/** Two channels of speech-like sound. @param seed another one gives another file */
export const wave = (seconds: number, seed = 1, rate = 8_000): Buffer =>
  Buffer.from(
    waveFile(
      [speech([[0, seconds / 2]], seconds, rate, seed), speech([[seconds / 2, seconds]], seconds, rate, seed + 1)],
      rate,
    ),
  );

export const sha256 = (content: Uint8Array): Buffer => createHash('sha256').update(content).digest();

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly content: Buffer;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string | ReadableStream<Uint8Array>;
  /** null sends none. */
  readonly key?: string | null;
}

/** Recordings of one service over HTTP, as bytes. */
export class RecordingClient {
  constructor(
    readonly url: () => string,
    readonly key = TEST_KEY,
  ) {}

  async send(path: string, { method = 'GET', headers = {}, body, key = this.key }: Sent = {}): Promise<Told> {
    const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
    const answer = await fetch(path.startsWith('http') ? path : this.url() + path, {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
    return { status: answer.status, headers: answer.headers, content: Buffer.from(await answer.arrayBuffer()) };
  }

  /** An answer of JSON. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test knows what is answered
  async json<T>(path: string, sent: Sent = {}): Promise<{ readonly status: number; readonly body: T }> {
    const { status, content } = await this.send(path, sent);
    return { status, body: (content.length === 0 ? undefined : JSON.parse(content.toString())) as T };
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test knows what is answered
  post<T>(path: string, value: unknown, method = 'POST'): Promise<{ readonly status: number; readonly body: T }> {
    const headers = { 'content-type': 'application/json' };
    return this.json(path, { method, headers, body: JSON.stringify(value) });
  }

  put(path: string, body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Told> {
    return this.send(path, { method: 'PUT', body, headers: { 'content-type': 'audio/wav', ...headers } });
  }

  async list(call: string): Promise<readonly Recording[]> {
    return (await this.json<Recordings>(`/v1/calls/${call}/recordings`)).body.recordings;
  }
}

/** Code of the error in an answer. */
export const codeOf = ({ content }: Pick<Told, 'content'>): string =>
  (JSON.parse(content.toString()) as { error: { code: string } }).error.code;

/** Events of a call that has ended. */
export const aCall = (id: string, start: string, caller?: string) =>
  phoneCall({ id, start, answered: 1, ended: 60, ...(caller === undefined ? {} : { caller }) });
