import type { Timer } from '../../lib/background/timer.js';
import type { NetworkPolicy } from '../../lib/net/resolve-host.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { FolderBackend } from '../../storage/blobs/folder/folder-backend.js';
import { S3Backend } from '../../storage/blobs/s3/s3-backend.js';
import { S3Client } from '../../storage/blobs/s3/s3-client.js';
import { filesTarget } from './files-target.js';
import { slackTarget } from './slack-target.js';
import type { SendToTarget, TargetDefinition, TargetReport } from './target.js';
import type { DeliveryOutcome } from '../smtp/outcome.js';
import { webhookTarget } from './webhook-target.js';

/** Time for one message; files have longer. */
const POST_MS = 30_000;
const FILES_MS = 600_000;

interface Dependencies {
  readonly definitions: readonly TargetDefinition[];
  readonly policy: NetworkPolicy;
  /** With less free space nothing is copied into a folder; bytes. */
  readonly minFreeBytes: () => Promise<number>;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Time for one message. */
  readonly postMs?: Millis;
}

/** Where reports go besides mailboxes, as the settings name it. */
export class Targets {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Names and kinds of the targets of a tenant; nothing of their addresses. */
  of(tenant: string): readonly Pick<TargetDefinition, 'name' | 'kind'>[] {
    return this.#dependencies.definitions
      .filter((one) => one.tenant === tenant)
      .map(({ name, kind }) => ({ name, kind }));
  }

  /**
   * Sends a report to a target of a tenant once.
   * @throws the reason of the signal; what reading the files of the run throws
   */
  async send(tenant: string, name: string, report: TargetReport, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { definitions, postMs = POST_MS } = this.#dependencies;
    const target = definitions.find((one) => one.tenant === tenant && one.name === name);
    if (target === undefined) return { address: name, status: 'refused', message: 'there is no such target' };
    const isPost = target.kind === 'webhook' || target.kind === 'slack';
    const late = AbortSignal.timeout(isPost ? postMs : FILES_MS);
    try {
      const outcome = await this.#sendTo(target)(report, AbortSignal.any([signal, late]));
      signal.throwIfAborted();
      return { address: name, ...outcome };
    } catch (error) {
      if (signal.aborted || !late.aborted) throw error;
      return { address: name, status: 'retry', message: 'it took too long' };
    }
  }

  #sendTo(target: TargetDefinition): SendToTarget {
    const { minFreeBytes, timer } = this.#dependencies;
    switch (target.kind) {
      case 'webhook':
        return webhookTarget(target, this.#dependencies);
      case 'slack':
        return slackTarget(target, this.#dependencies);
      case 'folder':
        return filesTarget(new FolderBackend({ folder: target.path, minFreeBytes }));
      case 's3':
        // Signatures are compared with the clock of the server.
        return filesTarget(new S3Backend(new S3Client({ settings: target, clock: Date.now, timer }), target.prefix));
    }
  }
}
