import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { BackOff } from '../../../lib/background/back-off.js';
import { retry } from '../../../lib/background/retry.js';
import { systemTimer, type Timer } from '../../../lib/background/timer.js';
import type { Clock } from '../../../lib/time/units.js';
import { answered, S3Error, unanswered } from './s3-error.js';
import { s3Url, type S3Settings } from './s3-settings.js';
import { sha256, signRequest } from './sign-request.js';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Without the prefix of the settings; undefined for the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** In lower case; they are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** SHA-256 of the body, hexadecimal, where it is known. */
  readonly bodyHash?: string;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Of all answers but streams, as a whole. */
  readonly text: string;
}

interface Dependencies {
  readonly settings: S3Settings;
  /** The time that requests are signed with, epoch milliseconds: that of the machine, for the server compares it with its own. */
  readonly clock: Clock;
  readonly timer?: Timer;
  /** Silence after which a request has failed; milliseconds. */
  readonly silenceMs?: number;
}

/** Silence of a connection after which a request has failed. */
const SILENCE_MS = 20_000;

/** Of a request and its whole answer, unless that is a stream. */
const WHOLE_MS = 180_000;

/** Attempts of a request that gets no answer, or one that says "not now". */
const MAX_ATTEMPTS = 5;

/** Connections at once; further requests wait for one. */
const MAX_SOCKETS = 32;

/** A list of 1,000 keys has less. */
const MAX_TEXT_BYTES = 8 << 20;

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

async function textIn(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_TEXT_BYTES) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Requests to S3, signed. What gets no answer is sent again, later each time: all requests may be repeated. */
export class S3Client {
  readonly #settings: S3Settings;
  readonly #clock: Clock;
  readonly #timer: Timer;
  readonly #silenceMs: number;
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
  };

  constructor({ settings, clock, timer = systemTimer, silenceMs = SILENCE_MS }: Dependencies) {
    this.#settings = settings;
    this.#clock = clock;
    this.#timer = timer;
    this.#silenceMs = silenceMs;
  }

  /** @throws S3Error; the reason of the signal */
  send(request: S3Request, signal: AbortSignal, attempts = MAX_ATTEMPTS): Promise<S3Answer> {
    return this.#repeat(signal, attempts, async () => {
      const { answer, end } = await this.#exchange(request, signal, WHOLE_MS);
      try {
        return { status: answer.statusCode ?? 0, headers: answer.headers, text: await textIn(answer) };
      } catch (error) {
        throw unanswered(error);
      } finally {
        end();
      }
    });
  }

  /** An answer whose body is read by the caller, who ends or destroys it. @throws S3Error; the reason of the signal */
  stream(request: S3Request, signal: AbortSignal): Promise<IncomingMessage> {
    return this.#repeat(signal, MAX_ATTEMPTS, async () => (await this.#exchange(request, signal, undefined)).answer);
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #repeat<T>(signal: AbortSignal, attempts: number, attempt: () => Promise<T>): Promise<T> {
    let failures = 0;
    const result = await retry(attempt, {
      signal,
      timer: this.#timer,
      backOff: new BackOff({ firstMs: 200, maxMs: 5_000 }),
      onFailure: (error) => {
        failures += 1;
        if (!(error instanceof S3Error) || !error.isTransient || failures >= attempts) throw error;
      },
    });
    signal.throwIfAborted();
    return result as T;
  }

  /**
   * One attempt, up to the head of an answer that is a success.
   * @param wholeMs time for the whole exchange, until `end`
   */
  async #exchange(
    request: S3Request,
    signal: AbortSignal,
    wholeMs: number | undefined,
  ): Promise<{ readonly answer: IncomingMessage; readonly end: () => void }> {
    signal.throwIfAborted();
    const outgoing = this.#open(request, signal);
    const giveUp = (): void => void outgoing.destroy(new Error('timeout'));
    outgoing.on('timeout', giveUp);
    const timer = wholeMs === undefined ? undefined : setTimeout(giveUp, wholeMs);
    const end = (): void => clearTimeout(timer);
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        outgoing.once('response', resolve);
        outgoing.on('error', reject);
        outgoing.end(request.body);
      });
      const status = answer.statusCode ?? 0;
      if (isSuccess(status)) return { answer, end };
      throw answered(status, await textIn(answer));
    } catch (error) {
      end();
      throw error instanceof S3Error ? error : unanswered(error);
    }
  }

  #open({ method, key, query, headers = {}, body, bodyHash = sha256(body ?? '') }: S3Request, signal: AbortSignal) {
    const url = s3Url(this.#settings, key, query);
    const isTls = url.protocol === 'https:';
    const length = method === 'GET' || method === 'HEAD' ? {} : { 'content-length': String(body?.length ?? 0) };
    return (isTls ? requestHttps : requestHttp)(url, {
      method,
      headers: { ...signRequest({ method, url, headers, bodyHash }, this.#settings, this.#clock()), ...length },
      agent: isTls ? this.#agents['https:'] : this.#agents['http:'],
      timeout: this.#silenceMs,
      signal,
    });
  }
}
