import type { Readable } from 'node:stream';
import type { ExportCounts } from './about.js';
import { ExportQueue } from './export-queue.js';
import type { ExportPlan, RowsPlan } from './export-plan.js';
import { rowsOf, runExport, type ExportRun, type ExportSurroundings } from './run-export.js';
import { Stream } from './stream.js';

interface Options extends ExportSurroundings {
  /** A reader that takes nothing for so long is given up. */
  readonly stallMs: number;
  /** An export that is streamed waits no longer for its turn. */
  readonly maxWaitMs: number;
}

/** A file, and for whom. */
interface Wanted {
  readonly plan: ExportPlan;
  readonly tenant: string;
  /** Whether it waits for its turn however long it takes. */
  readonly isPatient: boolean;
}

/** A file on its way to a client. */
export interface StreamedExport {
  readonly counts: ExportCounts;
  /** Fails where the file is not whole, so that nobody takes half of it for all. */
  readonly body: Readable;
}

/** Writes files from plans: at once to a client, or into files. */
export class Exports {
  readonly #options: Options;
  readonly #queue: ExportQueue;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: Options) {
    this.#options = options;
    this.#queue = new ExportQueue(options.maxWaitMs);
  }

  /** Files that are being written, or wait for their turn. */
  get running(): number {
    return this.#running.size;
  }

  /**
   * Streams a file.
   * @param signal aborts when the client has gone
   * @returns when the first bytes are there
   * @throws ExportsBusy, QueryStopped, ExportFailed, DuckDbError
   */
  stream(plan: ExportPlan, tenant: string, signal: AbortSignal): Promise<StreamedExport> {
    return new Promise((resolve, reject) => {
      let stream: Stream | undefined;
      const gone = new AbortController();
      const ended = AbortSignal.any([signal, gone.signal]);
      this.run(
        { plan, tenant, isPatient: false },
        {
          output: { kind: 'stream', stallMs: this.#options.stallMs },
          signal: ended,
          onProgress: () => undefined,
          onStarted: (counts, writer) => {
            stream = new Stream(writer.stream, () => gone.abort());
            resolve({ counts, body: stream.body });
          },
        },
      ).then(
        () => stream?.complete(),
        (error: unknown) => {
          stream?.fail(error);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  /** Ends what runs; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }

  /** Writes a file when it is its turn. @returns bytes of it */
  run(wanted: Wanted, run: Omit<ExportRun, 'plan'>): Promise<number> {
    const running = this.#run(wanted, { ...run, signal: AbortSignal.any([run.signal, this.#stopping.signal]) });
    this.#running.add(running);
    const ended = (): void => void this.#running.delete(running);
    running.then(ended, ended);
    return running;
  }

  async #run({ plan, tenant, isPatient }: Wanted, run: Omit<ExportRun, 'plan'>): Promise<number> {
    const isLarge = plan.kind === 'rows' && (await this.#isLarge(plan, run.signal));
    const place = { tenant, isLarge, isPatient };
    return this.#queue.run(place, run.signal, () => runExport(this.#options, { plan, ...run }));
  }

  async #isLarge(plan: RowsPlan, signal: AbortSignal): Promise<boolean> {
    return ExportQueue.isLarge(await rowsOf(this.#options, plan, signal), plan.columns.length);
  }
}
