import { setMaxListeners } from 'node:events';
import { chmod } from 'node:fs/promises';
import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { clearSocket, targetOf, type Address } from '../../lib/net/socket-address.js';
import { answerQueries } from './answer-queries.js';
import { callResource } from './call-resource.js';
import { checkHealth } from './check-health.js';
import type { CallResourceRequest, CallResourceResponse } from './messages.js';
import { PROTOCOL } from './protocol.js';
import type { GrafanaLog, GrafanaParts } from './service-parts.js';

/** Requests in progress get so long to finish when the service stops. */
const CLOSE_MS = 2_000;

const definitions = fromJSON(PROTOCOL as unknown as Parameters<typeof fromJSON>[0], {
  longs: Number,
  enums: String,
  defaults: true,
  keepCase: true,
});
const serviceOf = (name: string): ServiceDefinition => definitions[name] as ServiceDefinition;

/** Aborts when Grafana does not wait any more. */
function signalOf(call: { on(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
  const controller = new AbortController();
  // Each query of a request listens.
  setMaxListeners(0, controller.signal);
  call.on('cancelled', () => controller.abort());
  return controller.signal;
}

type Answer<Request, Response> = (request: Request, parts: GrafanaParts, signal: AbortSignal) => Promise<Response>;

const FAULT = {
  code: status.INTERNAL,
  details: 'something went wrong in the Callsight service; its log has the details',
};

function unary<Request, Response>(answer: Answer<Request, Response>, parts: GrafanaParts) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
    answer(call.request, parts, signalOf(call)).then(
      (response) => done(null, response),
      (error: unknown) => {
        if (!call.cancelled) parts.log.error({ err: error }, 'request from Grafana failed');
        done(FAULT);
      },
    );
  };
}

/** Answers a resource in one piece. */
const resource =
  (parts: GrafanaParts) =>
  (call: ServerWritableStream<CallResourceRequest, CallResourceResponse>): void => {
    callResource(call.request, parts, signalOf(call)).then(
      (response) => {
        call.write(response);
        call.end();
      },
      (error: unknown) => {
        if (!call.cancelled) parts.log.error({ err: error }, 'request from Grafana failed');
        call.destroy(Object.assign(new Error(FAULT.details), FAULT));
      },
    );
  };

type Empty = Record<string, never>;

/**
 * The datasource's backend, as Grafana knows it. Grafana starts a small script and is told this server's address by it;
 * from then on it takes this server for the process that it started. It stops the script, not this service: that is why
 * `Shutdown` is answered and does nothing.
 */
export class GrafanaServer {
  readonly #server: Server;
  readonly #log: GrafanaLog;
  readonly #listeners = new Set<ServerWritableStream<Empty, Empty>>();

  constructor(parts: GrafanaParts) {
    this.#log = parts.log;
    this.#server = new Server({ 'grpc.max_receive_message_length': 16 << 20, 'grpc.max_send_message_length': -1 });
    this.#server.addService(serviceOf('pluginv2.Data'), { QueryData: unary(answerQueries, parts) });
    this.#server.addService(serviceOf('pluginv2.Diagnostics'), { CheckHealth: unary(checkHealth, parts) });
    this.#server.addService(serviceOf('pluginv2.Resource'), { CallResource: resource(parts) });
    this.#server.addService(serviceOf('grpc.health.v1.Health'), {
      Check: (
        { request }: ServerUnaryCall<{ service: string }, { status: string }>,
        done: sendUnaryData<{ status: string }>,
      ) => {
        const isKnown = ['', 'plugin'].includes(request.service);
        if (isKnown) done(null, { status: 'SERVING' });
        else done({ code: status.NOT_FOUND, details: 'the service of this health check is "plugin"' });
      },
    });
    this.#server.addService(serviceOf('plugin.GRPCController'), {
      Shutdown: (_call: ServerUnaryCall<Empty, Empty>, done: sendUnaryData<Empty>) => done(null, {}),
    });
    // Grafana listens here for what a plugin prints; this one prints nothing.
    this.#server.addService(serviceOf('plugin.GRPCStdio'), {
      StreamStdio: (call: ServerWritableStream<Empty, Empty>) => {
        this.#listeners.add(call);
        call.on('cancelled', () => this.#listeners.delete(call));
      },
    });
  }

  /** @throws when nobody can listen there */
  async listen(address: Address): Promise<Address> {
    if (address.kind === 'unix') await clearSocket(address.path);
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(targetOf(address), ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    // Grafana runs as a user of its own. The folder says who gets here, the API key who is answered.
    if (address.kind === 'unix') await chmod(address.path, 0o666);
    const bound = address.kind === 'unix' ? address : { ...address, port };
    this.#log.info({ address: targetOf(bound) }, 'Grafana plugin backend listening');
    return bound;
  }

  async close(): Promise<void> {
    for (const listener of this.#listeners) listener.end();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#server.forceShutdown(), CLOSE_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
