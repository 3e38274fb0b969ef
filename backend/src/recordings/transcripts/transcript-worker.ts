import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { Rpc } from '../../lib/rpc/rpc.js';
import { FairQueue, QueueFull } from '../../lib/scheduling/fair-queue.js';
import { TRANSCRIPT_ERRORS, type TranscriptMethods, type WorkerStart } from './worker-messages.js';

/** The built file, also where the service itself runs from its sources, as in the tests. */
const WORKER_FILE = fileURLToPath(new URL('../../../dist/recordings/transcripts/worker.js', import.meta.url));

/** Pieces of work that the thread is given at once, of which it does one after the other, and those that may wait. */
const WORK = { total: 6, perOwner: 4, maxWaiting: 400 } as const;

/** Heap of the thread: more than the largest body with everything that is made of it. */
const HEAP_MB = 512;

/** The thread ended in the middle of something; another one takes its place. */
export class TranscriptWorkerLost extends Error {
  override readonly name = 'TranscriptWorkerLost';
  constructor() {
    super('the thread for transcripts has ended and is started again; try again in a moment');
  }
}

interface Running {
  readonly worker: Worker;
  readonly rpc: Rpc;
}

/**
 * A thread for the work on texts, started when there is any. Tenants share it fairly. When it ends by itself, what it had in
 * hand fails with TranscriptWorkerLost, and the next piece of work starts another one.
 */
export class TranscriptWorker {
  readonly #start: WorkerStart;
  readonly #onLost: (error: unknown) => void;
  readonly #queue = new FairQueue(WORK);
  #running: Running | undefined;
  #isStopping = false;

  /** @param onLost told why the thread ended */
  constructor(start: WorkerStart, onLost: (error: unknown) => void) {
    if (!existsSync(WORKER_FILE)) throw new Error('the thread for transcripts is not built; run "npm run build"');
    this.#start = start;
    this.#onLost = onLost;
  }

  /**
   * @param owner the tenant
   * @throws TranscriptWorkerLost; QueryError `overloaded` when too much waits already
   */
  async call<M extends keyof TranscriptMethods>(
    owner: string,
    method: M,
    argument: TranscriptMethods[M]['argument'],
  ): Promise<TranscriptMethods[M]['reply']> {
    try {
      const reply = await this.#queue.run(owner, () => this.#rpc().call(method, argument));
      return reply as TranscriptMethods[M]['reply'];
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      throw new QueryError('overloaded', 'too many transcripts are being worked on; try again in a moment');
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const running = this.#running;
    this.#running = undefined;
    running?.rpc.close(new TranscriptWorkerLost());
    await running?.worker.terminate();
  }

  #rpc(): Rpc {
    if (this.#isStopping) throw new TranscriptWorkerLost();
    this.#running ??= this.#begin();
    return this.#running.rpc;
  }

  #begin(): Running {
    const worker = new Worker(WORKER_FILE, {
      workerData: this.#start,
      // It needs nothing of the environment, in which there are secrets.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const rpc = new Rpc(worker, {}, TRANSCRIPT_ERRORS);
    const running = { worker, rpc };
    let reason: unknown;
    worker.once('error', (error) => {
      reason = error;
    });
    worker.once('exit', () => {
      rpc.close(new TranscriptWorkerLost());
      if (this.#running === running) this.#running = undefined;
      if (!this.#isStopping) this.#onLost(reason);
    });
    return running;
  }
}
