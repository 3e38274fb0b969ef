import { once } from 'node:events';
import { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { DataVersions } from '../../projection/rows/data-versions.js';
import type { RowsPart, StatementRunner } from '../../storage/duckdb/statement.js';
import type { GrafanaServer } from '../grafana/grafana-server.js';
import type { GrafanaLog, InnerReply, OpenedKey } from '../grafana/service-parts.js';
import { Rpc, type CallContext, type Port } from '../../lib/rpc/rpc.js';
import { queryOverview } from '../overview/figures/query-overview.js';
import { OVERVIEW_RANGES } from '../overview/overview-range.js';
import { overviewMain, overviewPage } from '../overview/page/overview-page.js';
import type { ComponentCause } from '../../monitoring/thresholds/suppress.js';
import { listedDays } from '../../definitions/calendar-kind.js';
import { QueryEngine } from '../../analytics/query/engine.js';
import { openTracing } from '../../monitoring/tracing/open-tracing.js';
import { readCandidates } from '../../recordings/transcripts/candidates-sql.js';
import { planExport } from '../../reporting/exports/plan-export.js';
import { answerRequest, parseJson } from './answer-request.js';
import { Definitions } from './definitions.js';
import { ThresholdAnswers } from './threshold-answers.js';
import { ERROR_CODEC } from './error-codec.js';
import {
  FLUSH_SPANS_MS,
  type AskedOverview,
  type LogEntry,
  type WorkerMethods,
  type WorkerSettings,
} from './messages.js';

/**
 * The process that answers questions: plans them, makes frames, pages and what Grafana is sent. Statements run on the
 * connections of the service. It holds no data of its own: when it dies, another one takes its place.
 */
if (process.send === undefined) throw new Error('this is the query worker; the service starts it');
const sendMessage = process.send.bind(process);
process.once('disconnect', () => process.exit());
// A signal to the whole group is for the service, which ends this process when nothing is asked any more.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

/** Messages that come before there is anybody to take them wait; the first says what the worker starts with. */
const early: unknown[] = [];
let take = (message: unknown): void => {
  early.push(message);
};
process.on('message', (message) => take(message));
await once(process, 'message');
const settings = early.shift() as WorkerSettings;
const port: Port = {
  postMessage: (message) => {
    sendMessage(message);
  },
  on: (_event, listener) => {
    take = listener;
    for (const message of early.splice(0)) listener(message);
  },
};

type Handler<M extends keyof WorkerMethods> = (
  argument: WorkerMethods[M]['argument'],
  context: CallContext,
) => WorkerMethods[M]['reply'] | Promise<WorkerMethods[M]['reply']>;

const builtIn = Catalogue.builtIn(settings.metrics, settings.attributes);
const definitions = new Definitions(builtIn, settings.publicUrl, settings.definitions);
const versions = new DataVersions();
let isPrepared = settings.isPrepared;
let grafana: GrafanaServer | undefined;

const describe = (error: unknown): object =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { message: String(error) };

const writeLog = (level: LogEntry['level'], { err, ...fields }: { err?: unknown }, message: string): void => {
  const entry: LogEntry = { level, fields: err === undefined ? fields : { ...fields, err: describe(err) }, message };
  void rpc.call('log', entry);
};

const log: GrafanaLog = {
  info: (fields, message) => writeLog('info', fields, message),
  error: (fields, message) => writeLog('error', fields, message),
};

const statements: StatementRunner = {
  stream: async (sql, values, { owner, signal, onPart, trace }) => {
    await rpc.call('statement', { sql, values, owner, trace }, { signal, onPart: (part) => onPart(part as RowsPart) });
  },
};

// Its environment has the variables of OpenTelemetry where tracing is configured, and nothing else.
const tracing = await openTracing(process.env, { warn: (fields, message) => writeLog('warn', fields, message) });

const thresholds = new ThresholdAnswers({
  engine: () => engine,
  definitions,
  versions,
  zone: settings.timezone,
  publicUrl: settings.publicUrl,
  causesOf: async (tenant) => (await rpc.call('componentCauses', { tenant })) as Record<string, ComponentCause>,
  onFailure: (error, tenant, threshold) =>
    writeLog('warn', { err: error, ...{ tenant, threshold } }, 'a threshold could not be judged'),
});

const engine: QueryEngine = new QueryEngine({
  tracer: tracing?.tracer,
  statements,
  versions,
  catalogueOf: (tenant) => definitions.catalogue(tenant),
  funnelsOf: (tenant) => definitions.funnels(tenant),
  holidaysOf: (tenant) => listedDays(definitions.calendars(tenant)),
  thresholds: (query, tenant, now) => thresholds.frame(query, tenant, now),
  ...settings.query,
  onFault: (error) => log.error({ err: error }, 'a query failed'),
});

async function overview({ tenant, now, rangeId, timezone, pipeline, address, page }: AskedOverview): Promise<string> {
  const range = OVERVIEW_RANGES.find(({ id }) => id === rangeId) ?? OVERVIEW_RANGES[0];
  const figures = await queryOverview({
    query: (question) => engine.answer(question, tenant, { now }),
    range,
    timezone,
    now,
    onError: (error) => log.error({ err: error, tenant }, 'query for the overview failed'),
  });
  const view = { figures, pipeline, range, timezone, address };
  return page === undefined ? overviewMain(view).text : overviewPage({ ...view, ...page, tenant });
}

async function grafanaServer(): Promise<GrafanaServer> {
  // gRPC takes a while to load; an instance that Grafana does not ask has no use for it.
  const { GrafanaServer: Server } = await import('../grafana/grafana-server.js');
  grafana ??= new Server({
    openKey: async (key) => (await rpc.call('openKey', { key })) as OpenedKey,
    engine,
    catalogueOf: (tenant) => definitions.catalogue(tenant),
    isPrepared: () => isPrepared,
    onRulesAsked: () => void rpc.call('rulesAsked', null),
    inject: async (request, signal) => (await rpc.call('inject', request, { signal })) as InnerReply,
    log,
  });
  return grafana;
}

const methods: { readonly [M in keyof WorkerMethods]: Handler<M> } = {
  query: (asked, { signal }) => answerRequest(engine, asked, signal),
  planExport: ({ body, format, tenant, now, trace }, { signal }) =>
    planExport(engine, settings.attributes, { body: parseJson(body), format, tenant }, { now, signal, trace }),
  transcriptCandidates: (asked, { signal }) => readCandidates(engine, asked, signal),
  dimensionValues: ({ name, tenant, now, trace, ...range }, { signal }) =>
    engine.dimensionValues(name, range, tenant, { now, signal, trace }),
  catalogue: ({ tenant }) => new TextEncoder().encode(JSON.stringify(definitions.catalogue(tenant).describe())),
  overview,
  listenGrafana: async (address) => (await grafanaServer()).listen(address),
  closeGrafana: async () => {
    await grafana?.close();
    return null;
  },
  judge: async ({ now }) => {
    await thresholds.judgeAll(now);
    return null;
  },
  thresholdStates: (asked) => thresholds.states(asked),
  previewThreshold: (asked, { signal }) => thresholds.preview(asked, signal),
  definitions: (changed) => {
    definitions.replace(changed);
    thresholds.change(changed.tenant);
    return null;
  },
  changed: (days) => {
    versions.bump(days);
    return null;
  },
  prepared: () => {
    isPrepared = true;
    return null;
  },
  ping: () => null,
  flushSpans: async () => {
    await tracing?.stop(FLUSH_SPANS_MS);
    return null;
  },
  reading: () => {
    const { secondsByKind, cacheHits, cacheMisses } = engine.counts;
    return { secondsByKind, cacheHits, cacheMisses, residentBytes: process.memoryUsage.rss() };
  },
};

const rpc = new Rpc(port, methods, ERROR_CODEC);
