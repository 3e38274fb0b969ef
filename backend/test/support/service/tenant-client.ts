import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { CustomMetricInput } from '@callsight/contract/query/custom-metric';
import type { IngestAnswer } from '@callsight/contract/events/verdict';
import type { FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';
import { framesOf } from '../frames.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One HTTP request with its reply, over a socket or within this process. */
export type Exchange = (
  method: Method,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}>;

export interface Reply {
  readonly status: number;
  /** Parsed JSON; undefined where the reply is empty. */
  readonly body: unknown;
}

interface FullReply extends Reply {
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Around all events of a test that names no range of its own. */
const HALF_YEAR = { from: '2026-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z' };

/** One tenant of a service, over its public HTTP API. */
export class TenantClient {
  readonly key: string;
  readonly #exchange: Exchange;

  constructor(exchange: Exchange, key: string) {
    this.#exchange = exchange;
    this.key = key;
  }

  /** @param body JSON as a value, or a text as it is sent, with its content type among the headers */
  async exchange(
    method: Method,
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<FullReply> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const all = { authorization: `Bearer ${this.key}`, ...type, ...headers };
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const { status, headers: answered, text } = await this.#exchange(method, url, all, payload);
    return { status, headers: answered, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  async request(method: Method, url: string, body?: unknown): Promise<Reply> {
    const { status, body: answered } = await this.exchange(method, url, body);
    return { status, body: answered };
  }

  /** @returns the body. @throws when the reply is no success */
  get(url: string): Promise<unknown> {
    return this.#bodyOf('GET', url);
  }

  /** @returns the body. @throws when the reply is no success */
  post(url: string, body?: unknown): Promise<unknown> {
    return this.#bodyOf('POST', url, body);
  }

  /** Sends events in one request; any refused event fails. */
  async send(events: readonly object[]): Promise<IngestAnswer> {
    const answer = (await this.post('/v1/events', events)) as IngestAnswer;
    if (answer.rejected.length > 0) throw new Error(`events were refused: ${JSON.stringify(answer.rejected)}`);
    return answer;
  }

  /** @throws when the whole request is refused */
  async query(body: QueryRequest): Promise<QueryAnswer> {
    return (await this.post('/v1/query', body)) as QueryAnswer;
  }

  /** Columns of the first frame of one query; a failed query fails. @param range half a year from January 2026 if absent */
  async values(
    query: object,
    range: Pick<QueryRequest, 'from' | 'to'> = HALF_YEAR,
  ): Promise<readonly (readonly FrameValue[])[]> {
    const answer = await this.query({ ...range, queries: [{ refId: 'A', ...query }] });
    return framesOf(answer)[0]?.data.values ?? [];
  }

  async catalogue(): Promise<Catalogue> {
    return (await this.get('/v1/catalogue')) as Catalogue;
  }

  defineMetric(metric: CustomMetricInput): Promise<Reply> {
    return this.request('POST', '/v1/metrics', metric);
  }

  async #bodyOf(method: Method, url: string, body?: unknown): Promise<unknown> {
    const reply = await this.request(method, url, body);
    if (reply.status < 200 || reply.status > 299)
      throw new Error(`${method} ${url} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
}
