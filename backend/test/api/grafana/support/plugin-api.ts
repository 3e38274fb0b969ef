import { join } from 'node:path';
import {
  Metadata,
  credentials,
  loadPackageDefinition,
  type CallOptions,
  type ChannelCredentials,
  type Client,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const OPTIONS = { longs: Number, enums: String, defaults: true, keepCase: true };

/** A call in progress. */
export interface Call {
  cancel(): void;
}

type Unary = (
  request: object,
  metadata: Metadata,
  options: CallOptions,
  done: (error: ServiceError | null, response: never) => void,
) => Call;

export interface ResponseStream<Message> extends Call {
  on(event: 'data', listener: (message: Message) => void): this;
  on(event: 'end' | 'error', listener: (error?: unknown) => void): this;
}

interface Stubs {
  close(): void;
}

/** Where a service answers a plugin's host. */
export interface PluginApi {
  readonly data: Stubs & { QueryData: Unary };
  readonly diagnostics: Stubs & { CheckHealth: Unary; CollectMetrics: Unary };
  readonly resource: Stubs & {
    CallResource: (request: object) => ResponseStream<{ code: number; body: Buffer }>;
  };
  readonly health: Stubs & { Check: Unary };
  readonly controller: Stubs & { Shutdown: Unary };
  readonly stdio: Stubs & { StreamStdio: (request: object) => ResponseStream<unknown> };
}

export interface Patience {
  /** Waits for a connection instead of failing while there is none. */
  readonly waitsForReady?: boolean;
  readonly seconds?: number;
}

/** Calls one method. @returns its answer, and the means to end the call before it is there */
export function ask<T>(
  stub: object,
  method: string,
  request: object,
  { waitsForReady = false, seconds = 60 }: Patience = {},
): { readonly call: Call; readonly answer: Promise<T> } {
  let call: Call | undefined;
  const answer = new Promise<T>((resolve, reject) => {
    const metadata = new Metadata({ waitForReady: waitsForReady });
    const options = { deadline: new Date(Date.now() + seconds * 1_000) };
    call = (stub as Record<string, Unary>)[method]!.call(stub, request, metadata, options, (error, response) =>
      error === null ? resolve(response as T) : reject(error),
    );
  });
  return { call: call!, answer };
}

type Constructor = new (target: string, credentials: ChannelCredentials, options: object) => Client;

/** Makes a client of one service of a description. */
function clientOf(target: string, file: string, service: string): unknown {
  let found: unknown = loadPackageDefinition(loadSync(join(__dirname, file), OPTIONS));
  for (const part of service.split('.')) found = (found as Record<string, unknown>)[part];
  const limits = { 'grpc.max_receive_message_length': -1 };
  return new (found as Constructor)(target, credentials.createInsecure(), limits);
}

export const connectTo = (target: string): PluginApi => ({
  data: clientOf(target, 'grafana.proto', 'pluginv2.Data') as PluginApi['data'],
  diagnostics: clientOf(target, 'grafana.proto', 'pluginv2.Diagnostics') as PluginApi['diagnostics'],
  resource: clientOf(target, 'grafana.proto', 'pluginv2.Resource') as PluginApi['resource'],
  health: clientOf(target, 'health.proto', 'grpc.health.v1.Health') as PluginApi['health'],
  controller: clientOf(target, 'plugin.proto', 'plugin.GRPCController') as PluginApi['controller'],
  stdio: clientOf(target, 'plugin.proto', 'plugin.GRPCStdio') as PluginApi['stdio'],
});
