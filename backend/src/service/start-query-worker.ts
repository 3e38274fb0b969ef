import type { FastifyInstance } from 'fastify';
import type { ApiKeys } from '../access/api-keys.js';
import { QueryWorker } from '../api/query-worker/query-worker.js';
import { tracingVariables } from '../monitoring/tracing/open-tracing.js';
import type { ComponentCause } from '../monitoring/thresholds/suppress.js';
import type { DataVersions } from '../projection/rows/data-versions.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { ServiceContext } from './context.js';
import type { Definitions } from './open-definitions.js';

interface Dependencies {
  readonly readers: ReaderPool;
  readonly versions: DataVersions;
  readonly apiKeys: ApiKeys;
  readonly definitions: Definitions;
  readonly isPrepared: () => boolean;
  readonly onFault: (error: unknown) => void;
  readonly onRulesAsked: () => void;
  readonly componentCauses: (tenant: string) => Readonly<Record<string, ComponentCause>>;
  /** The HTTP side of the service, which exists later than the worker. */
  readonly app: () => FastifyInstance;
}

/** Starts the process that makes answers, and tells it what changes. */
export function startQueryWorker(
  { config, log, clock, tracer, teardown }: ServiceContext,
  parts: Dependencies,
): QueryWorker {
  const { readers, versions, apiKeys, definitions, isPrepared, onFault, componentCauses, onRulesAsked, app } = parts;
  const { metrics, query } = config;
  const queryWorker = new QueryWorker({
    settings: {
      metrics,
      attributes: config.ingest.attributes,
      query,
      timezone: config.overview.timezone,
      publicUrl: config.http.publicUrl,
    },
    memoryMb: query.memoryMb,
    readers,
    apiKeys,
    definitions: definitions.all,
    isPrepared,
    onFault,
    tracing: tracer === undefined ? undefined : tracingVariables(process.env),
    componentCauses,
    onRulesAsked,
    inject: async (request, signal) => {
      const headers = { ...request.headers };
      const reply = await app().inject({ ...request, headers, signal });
      const type = reply.headers['content-type'];
      const contentType = typeof type === 'string' ? type : 'application/json';
      return { statusCode: reply.statusCode, contentType, body: reply.rawPayload };
    },
    clock,
    log,
  });
  teardown.onClose('query worker', () => queryWorker.stop());
  versions.onBump = (changed) => queryWorker.changed(changed);
  definitions.registry.onChange((tenant) => queryWorker.define(definitions.of(tenant)));
  return queryWorker;
}
