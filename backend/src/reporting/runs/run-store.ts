import type { Report, ReportFormat } from '@callsight/contract/reports/report';
import type { Run } from '@callsight/contract/reports/run';
import { KeyKind } from '../../storage/kv/keys.js';
import type { Store } from '../../storage/kv/store.js';

/** A run, as JSON. Ids begin with their time, so that keys are in the order of the runs. */
const RUNS = new KeyKind<[tenant: string, id: string]>('h');

/** Runs of a tenant that one list shows. */
const MAX_LISTED = 200;

/** A file of a run as it is known: where it lies and what it is. */
export interface StoredArtifact {
  readonly format: ReportFormat;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Key of the blob. */
  readonly key: string;
}

/** A run as it is stored: with the definition that it was made of, so that it can be made again as it was. */
export interface StoredRun extends Omit<Run, 'artifacts'> {
  readonly tenant: string;
  readonly definition: Report;
  readonly artifacts: readonly StoredArtifact[];
}

/** What is known of runs: durable, by tenant. */
export class RunStore {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  async put(run: StoredRun): Promise<void> {
    await this.#store().put(RUNS.of(run.tenant, run.id), JSON.stringify(run), { sync: true });
  }

  async get(tenant: string, id: string): Promise<StoredRun | undefined> {
    const stored = await this.#store().get(RUNS.of(tenant, id));
    return stored === undefined ? undefined : (JSON.parse(stored) as StoredRun);
  }

  /** Runs of a report, the latest first. */
  async list(tenant: string, report: string): Promise<StoredRun[]> {
    const found: StoredRun[] = [];
    for await (const value of this.#store().values({ ...RUNS.under(tenant), reverse: true })) {
      const run = JSON.parse(value) as StoredRun;
      if (run.report === report) found.push(run);
      if (found.length === MAX_LISTED) break;
    }
    return found;
  }

  /** Runs of all tenants that have not ended, the oldest first. */
  async open(): Promise<StoredRun[]> {
    const open: StoredRun[] = [];
    for await (const value of this.#store().values(RUNS.under())) {
      const run = JSON.parse(value) as StoredRun;
      if (run.status === 'queued' || run.status === 'rendering') open.push(run);
    }
    return open.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Forgets runs that ended before a time. @param before RFC 3339 */
  async expire(before: string): Promise<number> {
    const old: string[] = [];
    for await (const [key, value] of this.#store().iterator(RUNS.under())) {
      const { finished_at: finished } = JSON.parse(value) as StoredRun;
      if (finished !== null && finished < before) old.push(key);
    }
    for (const key of old) await this.#store().del(key);
    return old.length;
  }
}
