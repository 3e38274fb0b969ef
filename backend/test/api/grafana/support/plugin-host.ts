import { ask, connectTo, type Patience, type PluginApi, type ResponseStream } from './plugin-api.js';
import { readArrow, type ReadFrame } from './read-arrow.js';
import { StubProcess } from './stub-process.js';

export interface Datasource {
  readonly apiKey?: string;
  readonly timezone?: string;
}

/** A query as Grafana sends it. */
export interface SentQuery {
  readonly refId?: string;
  /** RFC 3339; without both the query has no range. */
  readonly from?: string;
  readonly to?: string;
  /** What a panel stores, or the text of it where it is no JSON. */
  readonly model: object | string;
  readonly maxDataPoints?: number;
  readonly intervalMS?: number;
}

export interface Answer {
  readonly status: number;
  readonly error: string;
  readonly errorSource: string;
  readonly frames: readonly ReadFrame[];
  /** Bytes of the frames. */
  readonly size: number;
}

interface Sent {
  readonly responses: Readonly<
    Record<string, { status: number; error: string; errorSource: string; frames: readonly Buffer[] }>
  >;
}

function contextOf({ apiKey, timezone }: Datasource): object {
  return {
    orgId: 1,
    pluginId: 'callsight-calls-datasource',
    user: { login: 'viewer', name: 'Viewer', email: 'viewer@example.com', role: 'Viewer' },
    pluginVersion: '0.1.0',
    userAgent: 'Grafana/12.4.0 (linux; amd64)',
    dataSourceInstanceSettings: {
      id: 1,
      uid: 'callsight',
      name: 'Callsight',
      jsonData: Buffer.from(JSON.stringify(timezone === undefined ? {} : { timezone })),
      decryptedSecureJsonData: apiKey === undefined ? {} : { apiKey },
    },
  };
}

function sentOf({ refId = 'A', from, to, model, maxDataPoints = 1_000, intervalMS = 1_000 }: SentQuery): object {
  return {
    refId,
    maxDataPoints,
    intervalMS,
    timeRange:
      from === undefined || to === undefined ? null : { fromEpochMS: Date.parse(from), toEpochMS: Date.parse(to) },
    json: Buffer.from(typeof model === 'string' ? model : JSON.stringify({ refId, ...model })),
    queryType: '',
  };
}

const readAnswers = ({ responses }: Sent): Record<string, Answer> =>
  Object.fromEntries(
    Object.entries(responses).map(([refId, { status, error, errorSource, frames }]) => [
      refId,
      {
        status,
        error,
        errorSource,
        frames: frames.map((frame) => readArrow(frame)),
        size: frames.reduce((sum, { length }) => sum + length, 0),
      },
    ]),
  );

/** Does what Grafana does with the backend of a datasource: starts the stub, reads its line, connects, asks, stops it. */
export class PluginHost {
  readonly stub: StubProcess;
  /** What the plugin printed, as far as Grafana knows. */
  readonly output: unknown[] = [];
  /** Resolves when the plugin will print no more: it said so, or the connection broke off. */
  readonly outputEnded: Promise<'ended' | 'broken off'>;
  readonly #api: PluginApi;
  readonly #stdio: ResponseStream<unknown>;

  private constructor(stub: StubProcess, api: PluginApi) {
    this.stub = stub;
    this.#api = api;
    this.#stdio = api.stdio.StreamStdio({});
    this.#stdio.on('data', (message) => this.output.push(message));
    this.outputEnded = new Promise((resolve) => {
      // After an error comes an end, too.
      this.#stdio.on('error', () => resolve('broken off'));
      this.#stdio.on('end', () => resolve('ended'));
    });
  }

  /** @param address as in Grafana's configuration: `unix:/path` or `host:port` */
  static async start(address: string | undefined): Promise<PluginHost> {
    const stub = await StubProcess.start(address, { PLUGIN_PROTOCOL_VERSIONS: '2', GF_VERSION: '12.4.0' });
    return new PluginHost(stub, connectTo(stub.target));
  }

  /** @returns `SERVING` */
  async health(service = 'plugin', patience: Patience = {}): Promise<string> {
    return (await ask<{ status: string }>(this.#api.health, 'Check', { service }, patience).answer).status;
  }

  async checkHealth(datasource: Datasource): Promise<{ status: string; message: string; details: unknown }> {
    const { status, message, jsonDetails } = await ask<{ status: string; message: string; jsonDetails: Buffer }>(
      this.#api.diagnostics,
      'CheckHealth',
      { pluginContext: contextOf(datasource) },
    ).answer;
    return { status, message, details: JSON.parse(jsonDetails.toString()) as unknown };
  }

  collectMetrics(): Promise<unknown> {
    return ask(this.#api.diagnostics, 'CollectMetrics', {}).answer;
  }

  shutdown(): Promise<unknown> {
    return ask(this.#api.controller, 'Shutdown', {}).answer;
  }

  /** Answers by refId. */
  queryData(datasource: Datasource, queries: readonly SentQuery[]): Promise<Record<string, Answer>> {
    return this.startQueryData(datasource, queries).answer;
  }

  /** Asks as an alert rule does. */
  evaluate(datasource: Datasource, queries: readonly SentQuery[]): Promise<Record<string, Answer>> {
    return this.startQueryData(datasource, queries, {}, { FromAlert: 'true', 'X-Cache-Skip': 'true' }).answer;
  }

  /** Asks, and may lose its patience. */
  startQueryData(
    datasource: Datasource,
    queries: readonly SentQuery[],
    patience: Patience = {},
    headers: Readonly<Record<string, string>> = {},
  ): { readonly cancel: () => void; readonly answer: Promise<Record<string, Answer>> } {
    const request = { pluginContext: contextOf(datasource), headers, queries: queries.map(sentOf) };
    const { call, answer } = ask<Sent>(this.#api.data, 'QueryData', request, patience);
    return { cancel: () => call.cancel(), answer: answer.then(readAnswers) };
  }

  /** @param url as it stands behind `/resources/`; Grafana passes on its path decoded, and the whole of it as it is */
  callResource(datasource: Datasource, url: string, method = 'GET'): Promise<{ code: number; body: unknown }> {
    return this.startCallResource(datasource, url, method).answer;
  }

  startCallResource(
    datasource: Datasource,
    url: string,
    method = 'GET',
  ): { readonly cancel: () => void; readonly answer: Promise<{ code: number; body: unknown }> } {
    const path = decodeURIComponent(url.split('?')[0]!);
    const stream = this.#api.resource.CallResource({ pluginContext: contextOf(datasource), path, url, method });
    const answer = new Promise<{ code: number; body: unknown }>((resolve, reject) => {
      let got: { code: number; body: unknown } | undefined;
      stream.on('data', ({ code, body }) => (got = { code, body: JSON.parse(body.toString()) as unknown }));
      stream.on('error', reject);
      stream.on('end', () => (got === undefined ? reject(new Error('no answer')) : resolve(got)));
    });
    return { cancel: () => stream.cancel(), answer };
  }

  /** Lets go of the service and kills the stub, without a word. */
  async leave(): Promise<void> {
    this.#stdio.cancel();
    for (const stubs of Object.values(this.#api) as { close(): void }[]) stubs.close();
    await this.stub.end('SIGKILL');
  }

  /** Asks it to shut down, as of a process that serves itself, and kills what is still there. */
  async stop(): Promise<void> {
    if (this.stub.isRunning) await this.shutdown().catch(() => undefined);
    await this.leave();
  }
}
