/* eslint-disable max-lines -- one process: its start, its messages both ways, its watch and its end share every field */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { giveWay } from '../../lib/background/give-way.js';
import type { ApiKeys } from '../../access/api-keys.js';
import { openWith } from '../../access/open-with.js';
import type { ComponentCause } from '../../monitoring/thresholds/suppress.js';
import type { AskedCandidates, Candidate } from '../../recordings/transcripts/search-transcripts.js';
import type { ReaderPool } from '../../storage/duckdb/reader.js';
import type { ChangedDay } from '../../projection/rows/replace-rows.js';
import type { Address } from '../../lib/net/socket-address.js';
import type { InnerReply, InnerRequest } from '../grafana/service-parts.js';
import { withinTime } from '../../lib/background/within-time.js';
import { Rpc, type CallContext, type Port } from '../../lib/rpc/rpc.js';
import type { QueryReading } from '../../monitoring/service-metrics/service-readings.js';
import { ERROR_CODEC } from './error-codec.js';
import { FLUSH_SPANS_MS } from './messages.js';
import type {
  AskedExportPlan,
  AskedOverview,
  AskedPreview,
  AskedQuery,
  AskedStates,
  AskedValues,
  HttpReply,
  LogEntry,
  ServiceMethods,
  TenantDefinitions,
  WorkerMethods,
  WorkerSettings,
} from './messages.js';
import type { Clock, Millis } from '../../lib/time/units.js';

/** The built file, also where the service itself runs from its sources, as in the tests. */
const WORKER_FILE = fileURLToPath(new URL('../../../dist/api/query-worker/worker.js', import.meta.url));

/** A worker that leaves so many pings unanswered does not come back: every piece of its work is bounded. */
const MAX_UNANSWERED = 15;
const PING_MS = 2_000;

/** Prometheus gives up after ten seconds; what the worker counts may be missing, the rest may not. */
const READING_MS = 1_000;

/** A worker that lived for less is started again with a delay. */
const SHORT_LIFE_MS = 10_000;
const RESTART_DELAY_MS = 1_000;

/** Of what a worker wrote before it died, the line that says why. */
const MAX_LAST_WORDS = 16_384;
const FATAL = /^FATAL ERROR: .*$|^\w*Error\b.*$/m;

/** The worker is starting again; the same question may be asked in a moment. */
export class QueryWorkerLost extends Error {
  override readonly name = 'QueryWorkerLost';
  constructor() {
    super('the query worker has stopped and is starting again; try again in a moment');
  }
}

export interface QueryWorkerOptions {
  readonly settings: Omit<WorkerSettings, 'definitions' | 'isPrepared'>;
  /** Heap of the worker; a runaway answer ends the worker alone. */
  readonly memoryMb: number;
  readonly readers: ReaderPool;
  readonly apiKeys: ApiKeys;
  /** All that tenants have defined; a new worker starts with it. */
  readonly definitions: () => readonly TenantDefinitions[];
  readonly isPrepared: () => boolean;
  /** Told of faults of statements, which may say that the database is damaged. */
  readonly onFault: (error: unknown) => void;
  /** Variables of OpenTelemetry, where tracing is configured. */
  readonly tracing?: Readonly<Record<string, string>> | undefined;
  /** Told when Grafana evaluates rules over thresholds. */
  readonly onRulesAsked: () => void;
  /** Components of a tenant that do not work as they should, and why. */
  readonly componentCauses: (tenant: string) => Readonly<Record<string, ComponentCause>>;
  readonly inject: (request: InnerRequest, signal: AbortSignal) => Promise<InnerReply>;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
}

type Handler<M extends keyof ServiceMethods> = (
  argument: ServiceMethods[M]['argument'],
  context: CallContext,
) => ServiceMethods[M]['reply'] | Promise<ServiceMethods[M]['reply']>;

/**
 * Questions and the making of answers, in a process of their own: what they cost does not hold the thread that takes
 * events. A process and not a thread, because one large allocation beyond the heap of a thread ends its whole process.
 * When the worker dies, what it had in hand fails with `QueryWorkerGone`, and another one starts.
 */
export class QueryWorker {
  readonly #options: QueryWorkerOptions;
  #worker: ChildProcess;
  #rpc: Rpc;
  #startedAt = 0;
  #unanswered = 0;
  #restarts = 0;
  #isStopping = false;
  readonly #addresses: Address[] = [];
  #restarting: NodeJS.Timeout | undefined;
  readonly #watch: NodeJS.Timeout;

  constructor(options: QueryWorkerOptions) {
    if (!existsSync(WORKER_FILE)) throw new Error('the query worker is not built; run "npm run build"');
    this.#options = options;
    [this.#worker, this.#rpc] = this.#start();
    this.#watch = setInterval(() => this.#ping(), PING_MS);
    this.#watch.unref();
  }

  /** How often the worker died and was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** What the worker has counted since it was started; undefined when it does not say so soon enough to be waited for. */
  reading(): Promise<QueryReading | undefined> {
    const reading = this.#call('reading', null).catch((error: unknown) => {
      if (error instanceof QueryWorkerLost) return undefined;
      throw error;
    });
    return withinTime(reading, READING_MS);
  }

  query(asked: AskedQuery, signal: AbortSignal): Promise<HttpReply> {
    return this.#call('query', asked, signal);
  }

  /** Plans an export, and makes the answer of a query that is exported. */
  planExport(asked: AskedExportPlan, signal: AbortSignal): Promise<WorkerMethods['planExport']['reply']> {
    return this.#call('planExport', asked, signal);
  }

  /** Calls whose transcripts have the words that are sought, by their digests. */
  transcriptCandidates(asked: AskedCandidates, signal: AbortSignal): Promise<readonly Candidate[]> {
    return this.#call('transcriptCandidates', asked, signal);
  }

  dimensionValues(asked: AskedValues, signal: AbortSignal): Promise<WorkerMethods['dimensionValues']['reply']> {
    return this.#call('dimensionValues', asked, signal);
  }

  /** The catalogue of a tenant, as JSON. */
  catalogue(tenant: string): Promise<Uint8Array> {
    return this.#call('catalogue', { tenant });
  }

  /** The live page, or its changing part, as HTML. */
  overview(asked: AskedOverview): Promise<string> {
    return this.#call('overview', asked);
  }

  /** Judges all thresholds, as of now. */
  async judge(now: Millis): Promise<void> {
    await this.#call('judge', { now });
  }

  thresholdStates(asked: AskedStates): Promise<WorkerMethods['thresholdStates']['reply']> {
    return this.#call('thresholdStates', asked);
  }

  previewThreshold(asked: AskedPreview, signal: AbortSignal): Promise<HttpReply> {
    return this.#call('previewThreshold', asked, signal);
  }

  /** Takes requests of Grafana at one more address, also after a restart. @returns where it listens */
  async listen(address: Address): Promise<Address> {
    const bound = await this.#call('listenGrafana', address);
    this.#addresses.push(bound);
    return bound;
  }

  /** Tells the worker that the definitions of a tenant changed. */
  define(definitions: TenantDefinitions): void {
    this.#notify('definitions', definitions);
  }

  /** Tells the worker that rows changed, so that answers made from them are not given again. */
  changed(days: readonly ChangedDay[]): void {
    this.#notify('changed', days);
  }

  /** Tells the worker that all rows are there. */
  prepared(): void {
    this.#notify('prepared', null);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#watch);
    clearTimeout(this.#restarting);
    if (this.#addresses.length > 0) {
      await this.#call('closeGrafana', null).catch((error: unknown) => {
        if (!(error instanceof QueryWorkerLost)) throw error;
      });
    }
    if (this.#options.tracing !== undefined) {
      // A worker that does not respond has nothing that could be waited for.
      await withinTime(
        this.#call('flushSpans', null).catch(() => undefined),
        FLUSH_SPANS_MS,
      );
    }
    this.#rpc.close(new QueryWorkerLost());
    if (this.#worker.exitCode !== null || this.#worker.signalCode !== null) return;
    const exited = once(this.#worker, 'exit');
    this.#worker.kill('SIGKILL');
    await exited;
  }

  async #call<M extends keyof WorkerMethods>(
    method: M,
    argument: WorkerMethods[M]['argument'],
    signal?: AbortSignal,
  ): Promise<WorkerMethods[M]['reply']> {
    return (await this.#rpc.call(method, argument, { signal })) as WorkerMethods[M]['reply'];
  }

  /** A worker that dies meanwhile learns it at its next start. */
  #notify<M extends keyof WorkerMethods>(method: M, argument: WorkerMethods[M]['argument']): void {
    this.#call(method, argument).catch((error: unknown) => {
      if (!(error instanceof QueryWorkerLost)) this.#options.log.error({ err: error, method }, 'query worker failed');
    });
  }

  #start(): [ChildProcess, Rpc] {
    const { settings, memoryMb, definitions, isPrepared, log } = this.#options;
    const start: WorkerSettings = { ...settings, definitions: definitions(), isPrepared: isPrepared() };
    const worker = fork(WORKER_FILE, {
      execArgv: [`--max-old-space-size=${memoryMb}`],
      serialization: 'advanced',
      // It needs nothing of the environment, in which there are secrets.
      env: { ...this.#options.tracing },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    giveWay(worker, constants.priority.PRIORITY_BELOW_NORMAL);
    worker.send(start);
    const port: Port = {
      postMessage: (message) => {
        // Between its death and our notice of it, nobody is there to be told.
        if (worker.connected) worker.send(message as object);
      },
      on: (_event, listener) => worker.on('message', listener),
    };
    const rpc = new Rpc(port, this.#methods(), ERROR_CODEC);
    worker.on('error', (error) => log.error({ err: error }, 'query worker failed'));
    let lastWords = '';
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
    });
    worker.once('exit', (code, signal) => {
      const reason = FATAL.exec(lastWords)?.[0];
      this.#exited(rpc, { code: code ?? signal, ...(reason === undefined ? {} : { reason }) });
    });
    this.#startedAt = performance.now();
    this.#unanswered = 0;
    return [worker, rpc];
  }

  #methods(): { readonly [M in keyof ServiceMethods]: Handler<M> } {
    const { readers, apiKeys, componentCauses, onRulesAsked, inject, onFault, clock, log } = this.#options;
    return {
      statement: async ({ sql, values, owner, trace }, { signal, emit }) => {
        try {
          await readers.stream(sql, values, { owner, signal, onPart: emit, trace });
        } catch (error) {
          onFault(error);
          throw error;
        }
        return null;
      },
      openKey: ({ key }) => ({ principal: openWith(key, apiKeys, 'query'), now: clock() }),
      rulesAsked: () => {
        onRulesAsked();
        return null;
      },
      componentCauses: ({ tenant }) => componentCauses(tenant),
      inject: (request, { signal }) => inject(request, signal),
      log: ({ level, fields, message }: LogEntry) => {
        log[level](fields, message);
        return null;
      },
    };
  }

  #exited(rpc: Rpc, how: { readonly code: number | string | null; readonly reason?: string }): void {
    rpc.close(new QueryWorkerLost());
    if (this.#isStopping) return;
    this.#restarts += 1;
    const lived = performance.now() - this.#startedAt;
    const delay = lived < SHORT_LIFE_MS ? RESTART_DELAY_MS : 0;
    this.#options.log.error({ ...how, lived_s: Math.round(lived / 1_000) }, 'query worker exited; restarting it');
    this.#restarting = setTimeout(() => {
      [this.#worker, this.#rpc] = this.#start();
      for (const address of this.#addresses) this.#notify('listenGrafana', address);
    }, delay);
  }

  #ping(): void {
    this.#unanswered += 1;
    if (this.#unanswered > MAX_UNANSWERED) {
      this.#options.log.error('query worker does not respond; restarting it');
      this.#worker.kill('SIGKILL');
      return;
    }
    this.#call('ping', null).then(
      () => (this.#unanswered = 0),
      () => undefined,
    );
  }
}
