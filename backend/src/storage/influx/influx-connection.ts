import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpError, InfluxDB, type Transport } from '@influxdata/influxdb-client';
import { answered, InfluxError, unanswered, withWayOut } from './influx-error.js';
import type { InfluxSettings } from './influx-settings.js';
import { retryAfterMs } from './retry-after.js';

/** One series of an answer to InfluxQL. Times are epoch microseconds, so that they are exact. */
export interface Series {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | boolean | null)[])[];
}

interface InfluxqlAnswer {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly Series[] }[];
}

/** Bodies beyond this size are compressed: a tenth of the bytes for about 10 ms a megabyte. */
const GZIP_FROM = 1_000;

/** The requests to InfluxDB, the same for both of its APIs. Credentials travel in a header, never in a URL. */
export class InfluxConnection {
  readonly #settings: InfluxSettings;
  readonly #transport: Transport;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(settings: InfluxSettings) {
    this.#settings = settings;
    const { url, token, username, password, ca, timeoutMs } = settings;
    const keepAlive = { keepAlive: true, maxSockets: 4 };
    this.#agent = url.startsWith('https:') ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
    const basic = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
    const client = new InfluxDB({
      url,
      timeout: timeoutMs,
      ...(settings.api === 'v2' ? { token: token ?? '' } : {}),
      ...(settings.api === 'v1' && username !== undefined ? { headers: { authorization: `Basic ${basic}` } } : {}),
      transportOptions: { agent: this.#agent, ...(ca === undefined ? {} : { ca }) },
    });
    this.#transport = client.transport;
  }

  /** Silence after which a request is given up. */
  get timeoutMs(): number {
    return this.#settings.timeoutMs;
  }

  /**
   * Writes points of line protocol, times in nanoseconds.
   * @throws InfluxError; unless the fault is `refused`, none or all of the points may have been written
   */
  async write(lines: readonly string[], signal?: AbortSignal): Promise<void> {
    const { api, bucket, org } = this.#settings;
    const path =
      api === 'v2'
        ? `/api/v2/write?${query({ org, bucket, precision: 'ns' })}`
        : `/write?${query({ db: bucket, precision: 'ns' })}`;
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    await this.#send(path, lines.join('\n'), {
      method: 'POST',
      headers,
      gzipThreshold: GZIP_FROM,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** Asks in InfluxQL. An error of a statement comes with status 200; it is thrown like any other. @throws InfluxError */
  async ask(statements: string): Promise<Series[]> {
    const text = await this.#collect(statements, 'application/json');
    let answer: InfluxqlAnswer;
    try {
      answer = JSON.parse(text) as InfluxqlAnswer;
    } catch {
      throw new InfluxError('away', 'InfluxDB ended its response early');
    }
    const error = answer.error ?? answer.results?.find((result) => result.error !== undefined)?.error;
    if (error !== undefined)
      throw new InfluxError(/database not found/.test(error) ? 'denied' : 'away', withWayOut(error));
    return (answer.results ?? []).flatMap(({ series = [] }) => series);
  }

  /**
   * Asks in InfluxQL for CSV, piece by piece as it comes. Beware: in CSV an error of a statement is not reported, it is only
   * missing, so that whoever reads has to know how many rows there are. @throws InfluxError
   */
  async *csv(statement: string): AsyncGenerator<Uint8Array> {
    yield* this.#pieces(this.#form(statement), 'application/csv');
  }

  /** Deletes what a measurement holds within a span of time, both ends included; epoch nanoseconds. @throws InfluxError */
  async remove(measurement: string, tags: Readonly<Record<string, string>>, from: bigint, to: bigint): Promise<void> {
    const { api, bucket, org } = this.#settings;
    if (api === 'v1') {
      const conditions = Object.entries(tags).map(([tag, value]) => `"${tag}" = '${value}'`);
      const where = [...conditions, `time >= ${from}`, `time <= ${to}`].join(' AND ');
      await this.ask(`DELETE FROM "${measurement}" WHERE ${where}`);
      return;
    }
    const named = { _measurement: measurement, ...tags };
    // Quoted, for some names of tags are words of InfluxQL.
    const predicate = Object.entries(named).map(([name, value]) => `"${name}"="${value}"`);
    const body = { start: nanosecondText(from), stop: nanosecondText(to), predicate: predicate.join(' AND ') };
    const headers = { 'content-type': 'application/json' };
    await this.#send(`/api/v2/delete?${query({ org, bucket })}`, JSON.stringify(body), { method: 'POST', headers });
  }

  /** Resolves when the server carries requests out, whatever it answers about the data. @throws InfluxError */
  async probe(): Promise<void> {
    await this.ask('SHOW MEASUREMENTS LIMIT 1');
  }

  /** Breaks off whatever is in flight. */
  close(): void {
    this.#agent.destroy();
  }

  #form(statements: string): string {
    return query({ db: this.#settings.bucket, q: statements, epoch: 'u', chunked: 'true', chunk_size: '20000' });
  }

  async #collect(statements: string, accept: string): Promise<string> {
    const { bucket } = this.#settings;
    const form = query({ db: bucket, q: statements, epoch: 'u' });
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#pieces(form, accept)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }

  /**
   * The answer to a query, piece by piece. The client notices silence only at the next piece, which may never come, and it
   * leaves the connection of a failed request open: a few of them, and no further request would find a free one.
   */
  async *#pieces(form: string, accept: string): AsyncGenerator<Uint8Array> {
    const abort = new AbortController();
    const headers = { accept, 'content-type': 'application/x-www-form-urlencoded' };
    const pieces = this.#transport.iterate('/query', form, { method: 'POST', headers, signal: abort.signal });
    const iterator = pieces[Symbol.asyncIterator]();
    let isWhole = false;
    try {
      for (;;) {
        const timer = setTimeout(() => abort.abort(), this.#settings.timeoutMs);
        const piece = await iterator.next().finally(() => clearTimeout(timer));
        if (piece.done === true) break;
        yield piece.value;
      }
      isWhole = true;
    } catch (error) {
      throw abort.signal.aborted ? unanswered(undefined, 'Request timed out') : toInfluxError(error);
    } finally {
      if (!isWhole) abort.abort();
    }
  }

  /** A request that fails is taken off its connection, so that at least nothing more of it is sent. */
  #send(path: string, body: string, { signal, ...options }: Parameters<Transport['send']>[2]): Promise<void> {
    const abort = new AbortController();
    const signals = signal === undefined ? [abort.signal] : [abort.signal, signal];
    return new Promise((resolve, reject) => {
      this.#transport.send(
        path,
        body,
        { ...options, signal: AbortSignal.any(signals) },
        {
          error: (error) => {
            abort.abort();
            reject(toInfluxError(error));
          },
          complete: resolve,
        },
      );
    });
  }
}

const query = (values: Readonly<Record<string, string>>): string => new URLSearchParams(values).toString();

function nanosecondText(nanoseconds: bigint): string {
  const seconds = nanoseconds / 1_000_000_000n;
  const rest = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}.${rest}Z`;
}

function toInfluxError(error: unknown): InfluxError {
  if (error instanceof InfluxError) return error;
  if (error instanceof HttpError)
    return answered(error.statusCode, error.body ?? '', retryAfterMs(error.headers?.['retry-after'], Date.now()));
  const { code, message } = error as { code?: string; message?: string };
  return unanswered(code, message);
}
