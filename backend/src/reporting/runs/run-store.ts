import type { Delivery } from '@callsight/contract/reports/delivery';
import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Report, ReportFormat } from '@callsight/contract/reports/report';
import type { Run, RunStatus } from '@callsight/contract/reports/run';
import type { Condition } from '@callsight/contract/reports/schedule';
import type { Millis } from '../../lib/time/units.js';
import { KeyKind, partsOf } from '../../storage/kv/keys.js';
import { writeAll, type Operation, type Store } from '../../storage/kv/store.js';

/** A run, as JSON. Ids begin with a time, so that keys are in the order of the runs. */
const RUNS = new KeyKind<[tenant: string, id: string]>('h');

/** Runs of a report (`r`) or of a schedule (`s`). */
const RUNS_OF = new KeyKind<[tenant: string, kind: 'r' | 's', of: string, id: string]>('y');

/** Runs that have not ended. */
const OPEN_RUNS = new KeyKind<[tenant: string, id: string]>('z');

/** Runs that one list shows. */
const MAX_LISTED = 200;

const OPEN: readonly RunStatus[] = ['queued', 'waiting_for_data', 'rendering', 'sending'];

export const isOpen = ({ status }: Pick<Run, 'status'>): boolean => OPEN.includes(status);

/** A file of a run as it is known: where it lies and what it is. */
export interface StoredArtifact {
  readonly format: ReportFormat;
  /** Absent for the report as it is defined. */
  readonly variant?: number;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Key of the blob. */
  readonly key: string;
}

/** What a run does besides making files; as its schedule said when the run began. */
export interface RunOrder {
  readonly recipients: readonly Recipient[];
  /** Names of targets of the settings. */
  readonly targets: readonly string[];
  readonly condition?: Condition;
  /** How long it waits for the data of its period. */
  readonly waitMs?: Millis;
  readonly afterWait: 'send' | 'fail';
  /** What happens to a report that has a section without an answer after the last attempt. */
  readonly incomplete: 'send' | 'fail';
  readonly replyTo?: string;
  readonly subject?: string;
  readonly message?: string;
  /** Address that is told when the run fails. */
  readonly owner?: string;
}

export interface StoredDelivery extends Delivery {
  readonly kind: 'mail' | 'target';
  readonly variant: number;
  /**
   * Being sent. `last_byte` is stored before the end of the message goes out: whoever finds it after a crash cannot know whether
   * it arrived, and whoever finds `sending` knows that it did not.
   */
  readonly phase?: 'sending' | 'last_byte';
  /** Its answer was lost once, and it was sent once more. */
  readonly isRepeated?: boolean;
  /** Of the next attempt, epoch milliseconds. */
  readonly nextAt?: Millis;
  /** Counts how often somebody asked to send it again to an address that had it; part of its Message-ID. */
  readonly round?: number;
}

/** A run as it is stored: with the definition that it was made of, so that it can be made again as it was. */
export interface StoredRun extends Omit<Run, 'artifacts' | 'deliveries'> {
  readonly tenant: string;
  readonly definition: Report;
  readonly order: RunOrder;
  readonly artifacts: readonly StoredArtifact[];
  readonly deliveries: readonly StoredDelivery[];
  /** Keys of what messages are composed of, by variant. */
  readonly mails: readonly string[];
  /** Key of the numbers and words that the files were made of. */
  readonly document?: string;
  /** By then it has ended; epoch milliseconds. */
  readonly deadline: Millis;
}

/** What is known of runs: durable, by tenant. */
export class RunStore {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  async put(run: StoredRun): Promise<void> {
    const { tenant, id, report, schedule } = run;
    const mark = (key: string): Operation => ({ type: 'put', key, value: '' });
    const open = OPEN_RUNS.of(tenant, id);
    await writeAll(
      this.#store(),
      [
        { type: 'put', key: RUNS.of(tenant, id), value: JSON.stringify(run) },
        mark(RUNS_OF.of(tenant, 'r', report, id)),
        ...(schedule === undefined ? [] : [mark(RUNS_OF.of(tenant, 's', schedule, id))]),
        isOpen(run) ? mark(open) : { type: 'del', key: open },
      ],
      { sync: true },
    );
  }

  async get(tenant: string, id: string): Promise<StoredRun | undefined> {
    const stored = await this.#store().get(RUNS.of(tenant, id));
    return stored === undefined ? undefined : (JSON.parse(stored) as StoredRun);
  }

  /** Ids of runs of a report or a schedule, the latest first; at most 200. */
  async idsOf(tenant: string, kind: 'report' | 'schedule', of: string): Promise<string[]> {
    const range = RUNS_OF.under(tenant, kind === 'report' ? 'r' : 's', of);
    const ids: string[] = [];
    for await (const key of this.#store().keys({ ...range, reverse: true, limit: MAX_LISTED }))
      ids.push(partsOf(key)[4] ?? '');
    return ids;
  }

  /** Runs of all tenants that have not ended, the oldest first. */
  async open(): Promise<StoredRun[]> {
    const open: StoredRun[] = [];
    for await (const key of this.#store().keys(OPEN_RUNS.under())) {
      const [, tenant = '', id = ''] = partsOf(key);
      const run = await this.get(tenant, id);
      if (run !== undefined) open.push(run);
    }
    return open.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Forgets runs whose ids begin with an earlier time. @param before epoch milliseconds */
  async expire(before: Millis): Promise<number> {
    const end = timeOfId(before);
    const old: string[][] = [];
    for await (const key of this.#store().keys(RUNS.under())) {
      const parts = partsOf(key);
      if ((parts[2] ?? '') < end) old.push(parts);
    }
    for (const [, tenant = '', id = ''] of old) {
      const run = await this.get(tenant, id);
      if (run === undefined || isOpen(run)) continue;
      const keys = [RUNS.of(tenant, id), RUNS_OF.of(tenant, 'r', run.report, id)];
      if (run.schedule !== undefined) keys.push(RUNS_OF.of(tenant, 's', run.schedule, id));
      await writeAll(
        this.#store(),
        keys.map((key) => ({ type: 'del', key })),
        { sync: false },
      );
    }
    return old.length;
  }
}

/** A time as ids of runs begin with it, so that they sort by it. */
export const timeOfId = (at: Millis): string => Math.max(0, Math.floor(at)).toString(36).padStart(9, '0');
