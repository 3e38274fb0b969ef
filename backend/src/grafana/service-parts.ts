import type { Logger } from 'pino';
import type { ApiKeys } from '../auth/api-keys.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { QueryEngine } from '../query/engine.js';

/** A request to the HTTP API from within. */
export interface InnerRequest {
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface InnerReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly rawPayload: Buffer;
}

/** What Grafana's requests are answered with. */
export interface GrafanaParts {
  readonly apiKeys: ApiKeys;
  readonly engine: QueryEngine;
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Whether the rows are there; until then nothing is answered from half of them. */
  readonly isPrepared: () => boolean;
  readonly inject: (request: InnerRequest) => Promise<InnerReply>;
  readonly log: Logger;
}
