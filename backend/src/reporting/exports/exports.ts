import type { Readable } from 'node:stream';
import type { ExportCounts } from './about.js';
import { ExportQueue } from './export-queue.js';
import type { ExportPlan } from './export-plan.js';
import { countRows, runExport, type ExportRun, type ExportSurroundings } from './run-export.js';
import { Stream } from './stream.js';

interface Options extends ExportSurroundings {
  /** A reader that takes nothing for so long is given up. */
  readonly stallMs: number;
  /** An export that is streamed waits no longer for its turn. */
  readonly maxWaitMs: number;
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

  constructor(options: Options) {
    this.#options = options;
    this.#queue = new ExportQueue(options.maxWaitMs);
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

  /** Writes a file when it is its turn. @returns bytes of it */
  async run(
    { plan, tenant, isPatient }: { readonly plan: ExportPlan; readonly tenant: string; readonly isPatient: boolean },
    run: Omit<ExportRun, 'plan'>,
  ): Promise<number> {
    const isLarge =
      plan.kind === 'rows' &&
      ExportQueue.isLarge(await countRows(this.#options, plan, run.signal), plan.columns.length);
    return this.#queue.run({ tenant, isLarge, isPatient }, run.signal, () =>
      runExport(this.#options, { plan, ...run }),
    );
  }
}
