import { parentPort, workerData } from 'node:worker_threads';
import { Catalogue } from '../catalogue/catalogue.js';
import { DataVersions } from '../duckdb/data-versions.js';
import type { RowsPart, StatementRunner } from '../duckdb/statement.js';
import type { GrafanaServer } from '../grafana/grafana-server.js';
import type { GrafanaLog, InnerReply, OpenedKey } from '../grafana/service-parts.js';
import { Handover, Rpc, type CallContext } from '../lib/rpc.js';
import { askOverview } from '../overview/figures/ask-overview.js';
import { OVERVIEW_RANGES } from '../overview/overview-range.js';
import { overviewMain } from '../overview/page/overview-main.js';
import { overviewPage } from '../overview/page/overview-page.js';
import { QueryEngine } from '../query/engine.js';
import { answerRequest } from './answer-request.js';
import { Definitions } from './definitions.js';
import { ERROR_CODEC } from './error-codec.js';
import type { AskedOverview, LogEntry, WorkerMethods, WorkerSettings } from './messages.js';

/**
 * The thread that answers questions: plans them, makes frames, pages and what Grafana is sent. Statements run on the
 * connections of the service. It holds no data of its own: when it dies, another one takes its place.
 */
if (parentPort === null) throw new Error('this is the query worker; the service starts it');
const port = parentPort;
const settings = workerData as WorkerSettings;

type Handler<M extends keyof WorkerMethods> = (
  argument: WorkerMethods[M]['argument'],
  context: CallContext,
) => WorkerMethods[M]['reply'] | Handover | Promise<WorkerMethods[M]['reply'] | Handover>;

const builtIn = Catalogue.builtIn(settings.metrics, settings.attributes);
const definitions = new Definitions(builtIn, settings.definitions);
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
  stream: async (sql, values, { owner, signal, onPart }) => {
    await rpc.call('statement', { sql, values, owner }, { signal, onPart: (part) => onPart(part as RowsPart) });
  },
};

const engine = new QueryEngine({
  statements,
  versions,
  catalogueOf: (tenant) => definitions.catalogue(tenant),
  funnelsOf: (tenant) => definitions.funnels(tenant),
  ...settings.query,
  onFault: (error) => log.error({ err: error }, 'a query failed'),
});

async function overview({ tenant, now, rangeId, timezone, pipeline, address, page }: AskedOverview): Promise<string> {
  const range = OVERVIEW_RANGES.find(({ id }) => id === rangeId) ?? OVERVIEW_RANGES[0];
  const figures = await askOverview({
    answer: (question) => engine.answer(question, tenant, { now }),
    range,
    timezone,
    now,
    onError: (error) => log.error({ err: error, tenant }, 'a query of the overview failed'),
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
    inject: async (request, signal) => (await rpc.call('inject', request, { signal })) as InnerReply,
    log,
  });
  return grafana;
}

const methods: { readonly [M in keyof WorkerMethods]: Handler<M> } = {
  query: async (asked, { signal }) => {
    const reply = await answerRequest(engine, asked, signal);
    return new Handover(reply, [reply.body.buffer as ArrayBuffer]);
  },
  dimensionValues: ({ name, tenant, now, ...range }, { signal }) =>
    engine.dimensionValues(name, range, tenant, { now, signal }),
  catalogue: ({ tenant }) => new TextEncoder().encode(JSON.stringify(definitions.catalogue(tenant).describe())),
  overview,
  listenGrafana: async (address) => (await grafanaServer()).listen(address),
  closeGrafana: async () => {
    await grafana?.close();
    return null;
  },
  definitions: (changed) => {
    definitions.replace(changed);
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
};

const rpc = new Rpc(port, methods, ERROR_CODEC);
