import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { systemTimer, type Timer } from '../../lib/background/timer.js';
import type { NetworkPolicy } from '../../lib/net/resolve-host.js';
import { FairQueue } from '../../lib/scheduling/fair-queue.js';
import { Mutex } from '../../lib/scheduling/mutex.js';
import type { Clock } from '../../lib/time/units.js';
import { isDueNow, type RecordStore } from '../records/record-store.js';
import type { Recordings } from '../records/recordings.js';
import type { RecordingId, StoredRecording } from '../records/stored-recording.js';
import { FetchOutcomes } from './fetch-outcomes.js';
import { fetchFailure, NoRecording } from './fetch-failure.js';
import { fetchRecording } from './fetch-recording.js';
import { nextAttempt } from './next-attempt.js';
import type { RecordingAccount } from './recording-account.js';

/** Recordings that are fetched at once, of all tenants and of one. */
const FETCHES = { total: 4, perOwner: 3, maxWaiting: 200 } as const;

interface Dependencies {
  readonly records: RecordStore;
  readonly recordings: Recordings;
  /** Of the connections. */
  readonly accounts: readonly RecordingAccount[];
  readonly policy: NetworkPolicy;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly timer?: Timer;
}

const keyOf = ({ tenant, call, name }: RecordingId): string => [tenant, call, name].join('\u0000');

/** Fetches recordings that providers have announced: soon, again and again for a day, and each from its own account. */
export class Fetcher {
  readonly #dependencies: Dependencies;
  readonly #queue = new FairQueue(FETCHES);
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #looking = new Mutex();
  readonly outcomes: FetchOutcomes;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    // All that wait for their turn listen to it.
    setMaxListeners(0, this.#stop.signal);
    this.outcomes = new FetchOutcomes(dependencies.clock);
  }

  /** Begins what is due. Resolves when it has begun. */
  tick(): Promise<void> {
    return this.#looking.run(async () => {
      if (this.#stop.signal.aborted) return;
      const { records, clock } = this.#dependencies;
      for (const id of await records.due('fetch', clock())) {
        const key = keyOf(id);
        if (this.#running.has(key)) continue;
        const work = this.#queue.run(id.tenant, () => this.#attempt(id), this.#stop.signal);
        this.#running.set(key, this.#ended(key, work));
      }
    });
  }

  /** Resolves when nothing is being fetched. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.idle();
  }

  async #ended(key: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#dependencies.log.warn({ err: error }, 'a recording could not be looked after; it will be tried again');
    } finally {
      this.#running.delete(key);
    }
  }

  async #attempt(id: RecordingId): Promise<void> {
    const { records, recordings, policy, clock, timer = systemTimer } = this.#dependencies;
    const recording = await records.get(id);
    if (!isDueNow(recording, 'fetch', clock())) return;
    const { signal } = this.#stop;
    let failed: unknown;
    // An account that is not the right one is told by its answer; the next one may be.
    for (const account of this.#accountsOf(recording)) {
      try {
        await fetchRecording(recording, account, { recordings, policy, timer }, signal);
        this.outcomes.noteFetched();
        return;
      } catch (error) {
        if (signal.aborted) return;
        failed = error;
        if (!(error instanceof NoRecording && error.details.isDenied === true)) break;
      }
    }
    await this.#noteFailure(recording, failed);
  }

  #accountsOf({ tenant, source }: StoredRecording): readonly (RecordingAccount | undefined)[] {
    const own = this.#dependencies.accounts.filter((one) => one.tenant === tenant && one.provider === source);
    return own.length > 0 ? own : [undefined];
  }

  async #noteFailure(recording: StoredRecording, error: unknown): Promise<void> {
    const { recordings, clock, log } = this.#dependencies;
    const { announcement, tenant, source } = recording;
    const failure = fetchFailure(error);
    if (failure.isUnwanted === true || announcement === undefined) {
      await recordings.change(recording, { state: 'failed', problem: failure.message });
      return;
    }
    const attempts = announcement.attempts + 1;
    const at = failure.again ? nextAttempt(announcement, attempts, failure.askedMs ?? 0, clock()) : undefined;
    const noted = { announcement: { ...announcement, attempts }, problem: failure.message };
    this.outcomes.noteFailed(at === undefined);
    if (at !== undefined) {
      await recordings.change(recording, { ...noted, nextAt: at });
      return;
    }
    log.warn({ tenant, source, attempts, reason: failure.message }, 'fetching a recording was given up');
    await recordings.change(recording, { ...noted, state: 'failed' });
  }
}
