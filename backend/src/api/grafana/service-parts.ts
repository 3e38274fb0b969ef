import type { Principal } from '../../access/api-keys.js';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import type { QueryEngine } from '../../analytics/query/engine.js';

/** A request to the HTTP API from within. */
export interface InnerRequest {
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface InnerReply {
  readonly statusCode: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** A key that was accepted, and what the time is for its requests, in epoch milliseconds. */
export interface OpenedKey {
  readonly principal: Principal;
  readonly now: number;
}

/** Where this room reports what happens to it. */
export interface GrafanaLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What Grafana's requests are answered with. */
export interface GrafanaParts {
  /** @throws KeyRefused when the key is not known, or lacks the scope `query` */
  readonly openKey: (key: string) => Promise<OpenedKey>;
  readonly engine: QueryEngine;
  readonly catalogueOf: (tenant: string) => Catalogue;
  /** Whether the rows are there; until then nothing is answered from half of them. */
  readonly isPrepared: () => boolean;
  /** Told when Grafana evaluates rules over thresholds. */
  readonly onRulesAsked: () => void;
  readonly inject: (request: InnerRequest, signal: AbortSignal) => Promise<InnerReply>;
  readonly log: GrafanaLog;
}
