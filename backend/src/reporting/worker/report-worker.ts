import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { giveWay } from '../../lib/background/give-way.js';
import { FairQueue } from '../../lib/scheduling/fair-queue.js';
import { childPort } from '../../lib/rpc/child-port.js';
import { Rpc, type Handlers } from '../../lib/rpc/rpc.js';
import { ERROR_CODEC } from './error-codec.js';
import type { RenderedReport, RenderJob, ServiceMethods } from './messages.js';

/** The built file, also where the service itself runs from its sources, as in the tests. */
const WORKER_FILE = fileURLToPath(new URL('../../../dist/reporting/worker/worker.js', import.meta.url));

/** Reports that are made at once; those of one tenant wait for each other. */
const QUEUE = { total: 1, perOwner: 1, maxWaiting: 100 } as const;

/** A worker that has made so many reports is replaced, so that what a library keeps does not grow. */
const REPORTS_A_WORKER = 100;

/** Without work it leaves, for a firm makes a few reports a day. */
const IDLE_MS = 120_000;

/** Heap of the worker; a report beyond it ends the worker alone. */
const MEMORY_MB = 512;

const RENDER_MS = 120_000;

/** The report could not be made in time, or its process died. */
export class ReportFailed extends Error {
  override readonly name = 'ReportFailed';
}

interface Dependencies {
  readonly ask: (
    asked: ServiceMethods['ask']['argument'],
    signal: AbortSignal,
  ) => Promise<ServiceMethods['ask']['reply']>;
  readonly log: Logger;
}

interface Running {
  readonly process: ChildProcess;
  readonly rpc: Rpc;
  made: number;
}

/** Reports made in a process of their own, one after the other; the process starts when a report is asked for. */
export class ReportWorker {
  readonly #dependencies: Dependencies;
  readonly #queue = new FairQueue(QUEUE);
  #running: Running | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(dependencies: Dependencies) {
    if (!existsSync(WORKER_FILE)) throw new Error('the report worker is not built; run "npm run build"');
    this.#dependencies = dependencies;
  }

  /**
   * Makes a report. The numbers are asked for once and are the same in all formats.
   * @throws ReportFailed when it takes too long or the process dies; QueueFull; QueryError for a request that no query can answer
   */
  render(job: RenderJob, signal: AbortSignal): Promise<RenderedReport> {
    return this.#queue.run(job.tenant, () => this.#render(job, signal), signal);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#idle);
    await this.#end(this.#running);
  }

  async #render(job: RenderJob, signal: AbortSignal): Promise<RenderedReport> {
    clearTimeout(this.#idle);
    if (this.#isStopping) throw new ReportFailed('the service is stopping');
    const running = (this.#running ??= this.#start());
    const late = setTimeout(() => {
      running.rpc.close(new ReportFailed(`the report was not made within ${RENDER_MS / 1_000} s`));
      running.process.kill('SIGKILL');
    }, RENDER_MS);
    try {
      return (await running.rpc.call('render', job, { signal })) as RenderedReport;
    } finally {
      clearTimeout(late);
      running.made += 1;
      if (running.made >= REPORTS_A_WORKER || signal.aborted) void this.#end(running);
      this.#idle = setTimeout(() => void this.#end(this.#running), IDLE_MS);
      this.#idle.unref();
    }
  }

  #start(): Running {
    const { ask, log } = this.#dependencies;
    const child = fork(WORKER_FILE, {
      execArgv: [`--max-old-space-size=${MEMORY_MB}`],
      serialization: 'advanced',
      // It needs nothing of the environment, in which there are secrets.
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    giveWay(child, constants.priority.PRIORITY_LOW);
    const handlers: Handlers = {
      ask: (argument: ServiceMethods['ask']['argument'], { signal }) => ask(argument, signal),
    };
    const running: Running = { process: child, rpc: new Rpc(childPort(child), handlers, ERROR_CODEC), made: 0 };
    child.on('error', (error) => log.error({ err: error }, 'report worker failed'));
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => log.warn({ text: text.slice(0, 2_000) }, 'report worker'));
    child.once('exit', (code, signal) => {
      running.rpc.close(new ReportFailed('the process that makes reports has died; try again in a moment'));
      const isExpected = this.#running !== running;
      if (!isExpected) this.#running = undefined;
      if (!isExpected) log.error({ code: code ?? signal }, 'report worker exited');
    });
    return running;
  }

  /** Ends a worker; the next report starts another one. */
  async #end(running: Running | undefined): Promise<void> {
    if (running === undefined) return;
    if (this.#running === running) this.#running = undefined;
    running.rpc.close(new ReportFailed('the service is stopping'));
    if (running.process.exitCode !== null || running.process.signalCode !== null) return;
    const exited = once(running.process, 'exit');
    running.process.kill('SIGKILL');
    await exited;
  }
}
