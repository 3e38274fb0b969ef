import type { BlobStore } from '../../storage/blobs/blob-store.js';
import type { ReportDocument } from '../document/document.js';
import { highlights } from '../targets/highlights.js';
import type { TargetReport } from '../targets/target.js';
import type { DeliveryOutcome } from '../smtp/outcome.js';
import type { Targets } from '../targets/targets.js';
import { readAll } from './read-blob.js';
import type { StoredRun } from './run-store.js';
import type { TargetSender } from './send-run.js';
import { linkTo, type Links } from './shown-run.js';

interface Dependencies extends Links {
  readonly targets: Targets;
  readonly blobs: Pick<BlobStore, 'get'>;
}

/** Sends runs to what the settings name besides mailboxes: the report as it is defined, for all who look there. */
export class RunTargets implements TargetSender {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async send(target: string, run: StoredRun, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.#dependencies.targets.send(run.tenant, target, await this.#reportOf(run), signal);
  }

  async #reportOf(run: StoredRun): Promise<TargetReport> {
    const { blobs } = this.#dependencies;
    if (run.document === undefined) throw new Error('a run that is sent has a document');
    const document = JSON.parse((await readAll(run.document, blobs)).toString()) as ReportDocument;
    return {
      run: run.id,
      report: run.report,
      title: run.title,
      plannedAt: Date.parse(run.planned_at),
      period: document.period,
      isIncomplete: document.isIncomplete,
      ...highlights(document),
      files: run.artifacts
        .filter(({ variant }) => variant === undefined)
        .map((artifact) => ({
          ...artifact,
          ...linkTo(run, artifact, this.#dependencies),
          read: async () => {
            const reading = await blobs.get(artifact.key);
            if (reading === undefined) throw new Error('a file of the run is no longer kept');
            return reading.body as AsyncIterable<Buffer>;
          },
        })),
    };
  }
}
