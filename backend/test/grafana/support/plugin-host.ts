import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  credentials,
  loadPackageDefinition,
  type ChannelCredentials,
  type Client,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { readArrow, type ReadFrame } from './read-arrow.js';

const STUB = join(__dirname, '../../../../plugin/src/datasource/gpx_callsight');

const OPTIONS = { longs: Number, enums: String, defaults: true, keepCase: true };

type Unary = (request: object, done: (error: ServiceError | null, response: never) => void) => { cancel(): void };

interface ResponseStream {
  on(event: 'data', listener: (message: { code: number; body: Buffer }) => void): this;
  on(event: 'end' | 'error', listener: (error?: unknown) => void): this;
  cancel(): void;
}

interface Stubs {
  close(): void;
}

interface Api {
  readonly data: Stubs & { QueryData: Unary };
  readonly diagnostics: Stubs & { CheckHealth: Unary; CollectMetrics: Unary };
  readonly resource: Stubs & { CallResource: (request: object) => ResponseStream };
  readonly health: Stubs & { Check: Unary };
  readonly controller: Stubs & { Shutdown: Unary };
  readonly stdio: Stubs & { StreamStdio: (request: object) => ResponseStream };
}

/** Calls one method and waits for its answer. */
const ask = <T>(stub: object, method: string, request: object): Promise<T> =>
  new Promise((resolve, reject) => {
    (stub as Record<string, Unary>)[method]!.call(stub, request, (error, response) =>
      error === null ? resolve(response as T) : reject(error),
    );
  });

type Constructor = new (target: string, credentials: ChannelCredentials, options: object) => Client;

/** Makes a client of one service of a description. */
function clientOf(target: string, file: string, service: string): unknown {
  let found: unknown = loadPackageDefinition(loadSync(join(__dirname, file), OPTIONS));
  for (const part of service.split('.')) found = (found as Record<string, unknown>)[part];
  const limits = { 'grpc.max_receive_message_length': -1 };
  return new (found as Constructor)(target, credentials.createInsecure(), limits);
}

const connectTo = (target: string): Api => ({
  data: clientOf(target, 'grafana.proto', 'pluginv2.Data') as Api['data'],
  diagnostics: clientOf(target, 'grafana.proto', 'pluginv2.Diagnostics') as Api['diagnostics'],
  resource: clientOf(target, 'grafana.proto', 'pluginv2.Resource') as Api['resource'],
  health: clientOf(target, 'health.proto', 'grpc.health.v1.Health') as Api['health'],
  controller: clientOf(target, 'plugin.proto', 'plugin.GRPCController') as Api['controller'],
  stdio: clientOf(target, 'plugin.proto', 'plugin.GRPCStdio') as Api['stdio'],
});

export interface Datasource {
  readonly apiKey?: string;
  readonly timezone?: string;
}

/** A query as Grafana sends it. */
export interface SentQuery {
  readonly refId?: string;
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly model: object;
  readonly maxDataPoints?: number;
  readonly intervalMS?: number;
}

export interface Answer {
  readonly status: number;
  readonly error: string;
  readonly errorSource: string;
  readonly frames: readonly ReadFrame[];
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

const isGone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Does what Grafana does with the backend of a datasource: starts the stub, reads its line, connects, asks, stops it. */
export class PluginHost {
  /** What the stub printed: one line. */
  readonly handshake: string;
  readonly #child: ChildProcess;
  readonly #api: Api;
  readonly #output: ResponseStream;

  private constructor(handshake: string, child: ChildProcess, api: Api) {
    this.handshake = handshake;
    this.#child = child;
    this.#api = api;
    this.#output = api.stdio.StreamStdio({});
    this.#output.on('error', () => undefined);
  }

  /** @param address as in Grafana's configuration: `unix:/path` or `host:port` */
  static async start(address: string | undefined): Promise<PluginHost> {
    // Nothing of the environment is passed on, not even PATH.
    const env = {
      PLUGIN_PROTOCOL_VERSIONS: '2',
      GF_VERSION: '12.4.0',
      ...(address === undefined ? {} : { GF_PLUGIN_ADDRESS: address }),
    };
    const child = spawn(STUB, [], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const errors: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      once(child, 'exit').then(() => [undefined]),
    ])) as [string | undefined];
    if (line === undefined) throw new Error(`the stub ended: ${errors.join(' ')}`);
    const match = /^1\|2\|(unix|tcp)\|(.+)\|grpc\|$/.exec(line);
    if (match === null) throw new Error(`this is no handshake: ${line}`);
    const [, network, where] = match;
    return new PluginHost(line, child, connectTo(network === 'unix' ? `unix:${where ?? ''}` : (where ?? '')));
  }

  get isRunning(): boolean {
    return !isGone(this.#child);
  }

  /** @returns `SERVING` */
  async health(service = 'plugin'): Promise<string> {
    return (await ask<{ status: string }>(this.#api.health, 'Check', { service })).status;
  }

  async checkHealth(datasource: Datasource): Promise<{ status: string; message: string; details: unknown }> {
    const { status, message, jsonDetails } = await ask<{ status: string; message: string; jsonDetails: Buffer }>(
      this.#api.diagnostics,
      'CheckHealth',
      { pluginContext: contextOf(datasource) },
    );
    return { status, message, details: JSON.parse(jsonDetails.toString()) as unknown };
  }

  collectMetrics(): Promise<unknown> {
    return ask(this.#api.diagnostics, 'CollectMetrics', {});
  }

  /** Answers by refId. */
  async queryData(datasource: Datasource, queries: readonly SentQuery[]): Promise<Record<string, Answer>> {
    const sent = queries.map(({ refId = 'A', from, to, model, maxDataPoints = 1_000, intervalMS = 1_000 }) => ({
      refId,
      maxDataPoints,
      intervalMS,
      timeRange: { fromEpochMS: Date.parse(from), toEpochMS: Date.parse(to) },
      json: Buffer.from(JSON.stringify({ refId, ...model })),
      queryType: '',
    }));
    const { responses } = await ask<Sent>(this.#api.data, 'QueryData', {
      pluginContext: contextOf(datasource),
      headers: {},
      queries: sent,
    });
    return Object.fromEntries(
      Object.entries(responses).map(([refId, { frames, ...rest }]) => [
        refId,
        { ...rest, frames: frames.map((frame) => readArrow(frame)) },
      ]),
    );
  }

  callResource(datasource: Datasource, path: string, method = 'GET'): Promise<{ code: number; body: unknown }> {
    const [name] = path.split('?');
    const request = { pluginContext: contextOf(datasource), path: name, url: path, method, headers: {} };
    return new Promise((resolve, reject) => {
      const stream = this.#api.resource.CallResource(request);
      let answer: { code: number; body: unknown } | undefined;
      stream.on('data', ({ code, body }) => (answer = { code, body: JSON.parse(body.toString()) as unknown }));
      stream.on('error', reject);
      stream.on('end', () => (answer === undefined ? reject(new Error('no answer')) : resolve(answer)));
    });
  }

  /** Asks it to shut down, as of a process that serves itself, and kills what is still there. */
  async stop(): Promise<void> {
    await ask(this.#api.controller, 'Shutdown', {}).catch(() => undefined);
    this.#output.cancel();
    for (const stub of Object.values(this.#api) as Stubs[]) stub.close();
    if (isGone(this.#child)) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
