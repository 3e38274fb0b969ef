import type { Credentials } from './settings.js';
import { NoRightError, SetupError } from './setup-error.js';

/** The value of the `Authorization` header: credentials never stand in a URL, where logs and proxies would keep them. */
function authorization(credentials: Credentials): string {
  if (credentials.kind === 'token') return `Token ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

const TIMEOUT_MS = 10_000;

interface RequestOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Sent as a form, so that statements stand in the body and not in a URL that is logged. */
  readonly form?: Readonly<Record<string, string>>;
  readonly text?: string;
}

interface InfluxResponse {
  readonly status: number;
  readonly text: string;
}

function bodyOf({ json, form, text }: RequestOptions): { body?: string; type?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  if (form !== undefined)
    return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  return text === undefined ? {} : { body: text, type: 'text/plain; charset=utf-8' };
}

/** `message` is 2.x, `error` is 1.x; anything else comes from a proxy or another product. */
function messageOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: string; error?: string };
    return message ?? error ?? text.slice(0, 200);
  } catch {
    return text.slice(0, 200).trim() || 'no message';
  }
}

/** Client of one InfluxDB with one set of credentials. */
export class InfluxClient {
  readonly url: string;
  readonly #credentials: Credentials;

  constructor(url: string, credentials: Credentials) {
    this.url = url;
    this.#credentials = credentials;
  }

  /** A client of the same server with other credentials. */
  as(credentials: Credentials): InfluxClient {
    return new InfluxClient(this.url, credentials);
  }

  /** @returns the response, refusals included @throws SetupError when there is none within 10 s */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<InfluxResponse> {
    const { body, type } = bodyOf(options);
    const search = new URLSearchParams(options.query).toString();
    try {
      const response = await fetch(`${this.url}${path}${search === '' ? '' : `?${search}`}`, {
        method,
        headers: {
          authorization: authorization(this.#credentials),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      const { cause } = error as { cause?: { code?: string; message?: string } };
      throw new SetupError(`no answer from ${this.url} (${cause?.code ?? cause?.message ?? (error as Error).message})`);
    }
  }

  /**
   * @param doing what the request is for, for the message: `find the bucket`
   * @returns the JSON of a success, undefined if it has none
   * @throws NoRightError on 401 and 403, SetupError on any other refusal and when there is no response
   */
  async request(doing: string, method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    return this.#judge(doing, await this.send(method, path, options));
  }

  /** As {@link request}, but what is not there (404) is undefined. */
  async find(doing: string, path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    const response = await this.send('GET', path, { query });
    return response.status === 404 ? undefined : this.#judge(doing, response);
  }

  #judge(doing: string, { status, text }: InfluxResponse): unknown {
    if (status === 401 || status === 403)
      throw new NoRightError(`could not ${doing}: ${this.url} refused the right (${status}: ${messageOf(text)})`);
    if (status < 200 || status > 299)
      throw new SetupError(`could not ${doing}: ${this.url} answered ${status}: ${messageOf(text)}`);
    return text.trim() === '' ? undefined : this.#parse(doing, text);
  }

  #parse(doing: string, text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new SetupError(`could not ${doing}: ${this.url} did not answer with JSON; is it InfluxDB?`);
    }
  }
}
