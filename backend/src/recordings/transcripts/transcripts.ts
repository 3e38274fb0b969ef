import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { StoredTranscript } from '@callsight/contract/transcripts';
import type { MappedTranscript } from '../../ingest/providers/facts/transcript.js';
import type { TranscriptKeeper } from '../../ingest/webhooks/transcript-keeper.js';
import { BackgroundTask } from '../../lib/background/background-task.js';
import type { Timer } from '../../lib/background/timer.js';
import { FairQueue } from '../../lib/scheduling/fair-queue.js';
import type { Refusal } from '../../lib/schema/refusal.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { partsOf } from '../../storage/kv/keys.js';
import type { Operation } from '../../storage/kv/store.js';
import type { Prepared } from './prepare-transcript.js';
import { isStored, type TranscriptRecord, type WaitingTranscript } from './transcript-record.js';
import type { TranscriptStore } from './transcript-store.js';
import { TranscriptWorkerLost, type TranscriptWorker } from './transcript-worker.js';
import type { WordTable } from './word-table.js';

/** The ids of one call. */
interface CallIds {
  /** Of its row. */
  readonly call: string;
  /** All under which it is reported, that one first. */
  readonly all: readonly string[];
  /** Undefined while it has no row. */
  readonly startedAt: Millis | undefined;
}

interface Dependencies {
  readonly store: TranscriptStore;
  readonly words: WordTable;
  readonly worker: TranscriptWorker;
  /** Makes writes durable. */
  readonly write: (operations: readonly Operation[]) => Promise<void>;
  /** All ids of a call by one of them; undefined if there is no such call. */
  readonly idsOf: (tenant: string, id: string) => Promise<CallIds | undefined>;
  /** All ids of a call that are known of its events by now, that one included. */
  readonly groupOf: (tenant: string, call: string) => Promise<readonly string[]>;
  /** Whether nothing of a call may be stored any more. */
  readonly isErased: (tenant: string, call: string) => boolean;
  /** Whether a call is under legal hold. */
  readonly isHeld: (tenant: string, call: string) => Promise<boolean>;
  readonly keeps: boolean;
  readonly masks: boolean;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
}

/** Transcripts that are stored at once; those of one call one after the other. */
const STORING = { total: 8, perOwner: 1, maxWaiting: 100_000 } as const;

/** A transcript is looked for so often while it is being replaced. */
const MAX_READS = 3;

export type PutResult =
  | { readonly status: 'unknown_call' }
  | { readonly status: 'held' }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'created' | 'replaced'; readonly stored: StoredTranscript };

/** Key of the file of a transcript: it says nothing of its call but the month. */
function newBlobKey(tenant: string, startedAt: Millis): string {
  const month = new Date(startedAt).toISOString().slice(0, 7);
  return `${tenant}/transcripts/${month}/${randomBytes(12).toString('hex')}.json`;
}

/**
 * Transcripts of calls: masked, encrypted, stored as files and listed by their words. What was accepted waits in the
 * key-value store until it is stored, so that a crash loses nothing and stores nothing twice.
 */
export class Transcripts implements TranscriptKeeper {
  readonly #dependencies: Dependencies;
  readonly #storing = new FairQueue(STORING);
  readonly #task: BackgroundTask;
  #isCleared = false;
  #isStopping = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    const { log, timer } = dependencies;
    this.#task = new BackgroundTask({
      step: async (signal) => {
        await this.#work(signal);
        return false;
      },
      onFailure: (error) => {
        log.warn({ err: error }, 'transcripts could not be stored; it will be retried');
        return undefined;
      },
      timer,
    });
  }

  get keeps(): boolean {
    return this.#dependencies.keeps;
  }

  /** Something waits to be stored, or an earlier run has left something. */
  wake(): void {
    this.#task.wake();
  }

  /** Resolves when all that waited is stored, or some of it cannot be at present. */
  drain(): Promise<void> {
    return this.#task.attempt();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#task.stop();
    await this.#dependencies.worker.stop();
  }

  /** The writes that keep what was said in a call, for the batch that accepts the webhook that brought it. */
  async keep(tenant: string, source: string, mapped: MappedTranscript): Promise<readonly Operation[]> {
    const { store, masks, isErased, log } = this.#dependencies;
    const { callId, startedAt, language, segments, isScrubbed, edition } = mapped;
    if (!this.keeps || isErased(tenant, callId)) return [];
    const blob = newBlobKey(tenant, startedAt);
    const prepare = (): Promise<Prepared> =>
      this.#dependencies.worker.call(tenant, 'prepare', {
        to: { tenant, blob, masks },
        transcript: { segments: [...segments], language, source },
      });
    const prepared = await prepare()
      .catch((error: unknown) => {
        if (error instanceof TranscriptWorkerLost) return prepare();
        throw error;
      })
      .catch((error: unknown) => {
        if (!(error instanceof TranscriptWorkerLost) || this.#isStopping) throw error;
        // Twice by the same text: what the webhook says besides must not be lost with it.
        log.error({ err: error, tenant, source }, 'the transcript of a webhook could not be read and is left out');
        return undefined;
      });
    if (prepared === undefined) return [];
    if (prepared.segments < segments.length)
      log.warn({ tenant, source, segments: prepared.segments }, 'a transcript was too large and was cut');
    const origin = { origin: 'provider', isScrubbed, edition } as const;
    return [store.waiting(tenant, callId, this.#waiting(prepared, { ...origin, blob, startedAt }))];
  }

  /** Stores a transcript from code. @param body as it came */
  async put(tenant: string, id: string, body: Uint8Array): Promise<PutResult> {
    const { store, worker, write, idsOf, isHeld, masks, clock } = this.#dependencies;
    const ids = await idsOf(tenant, id);
    if (ids === undefined) return { status: 'unknown_call' };
    const { call } = ids;
    const before = await store.find(tenant, ids.all);
    if (isStored(before?.known) && (await isHeld(tenant, call))) return { status: 'held' };
    const startedAt = ids.startedAt ?? clock();
    const blob = newBlobKey(tenant, startedAt);
    const answer = await worker.call(tenant, 'prepareBody', { to: { tenant, blob, masks }, body });
    if ('refusal' in answer) return { status: 'refused', refusal: answer.refusal };
    const origin = { origin: 'code', isScrubbed: false, edition: 0 } as const;
    const waiting = store.waiting(tenant, call, this.#waiting(answer.prepared, { ...origin, blob, startedAt }));
    await write([waiting]);
    try {
      await this.#store(waiting.key, ids.all);
    } catch (error) {
      // It was not stored, and whoever sent it is told so.
      await write([{ type: 'del', key: waiting.key }]);
      throw error;
    }
    this.wake();
    const { segments, language, source, masked } = answer.prepared;
    const stored = { call_id: call, segments, language, source, masked };
    return { status: isStored(before?.known) ? 'replaced' : 'created', stored };
  }

  /** The transcript of a call, as JSON; undefined if there is none. */
  async get(tenant: string, id: string): Promise<Uint8Array | undefined> {
    const { store, worker, idsOf } = this.#dependencies;
    const ids = await idsOf(tenant, id);
    // It may be replaced between the look at what is known and the look into its file.
    for (let attempt = 0; ids !== undefined && attempt < MAX_READS; attempt += 1) {
      const found = await store.find(tenant, ids.all);
      if (!isStored(found?.known)) return undefined;
      const { blob } = found.known;
      const sealed = await store.content(blob);
      if (sealed !== undefined) return worker.call(tenant, 'open', { blob, sealed });
    }
    return undefined;
  }

  /** Deletes the transcript of a call. What the platform sends of the call afterwards is not stored. */
  async delete(tenant: string, id: string): Promise<'deleted' | 'none' | 'held'> {
    const { store, idsOf, isHeld } = this.#dependencies;
    const ids = await idsOf(tenant, id);
    if (ids === undefined || !isStored((await store.find(tenant, ids.all))?.known)) return 'none';
    if (await isHeld(tenant, ids.call)) return 'held';
    const isDeleted = await this.#inTurn(tenant, ids.call, () => store.delete(tenant, ids.all));
    await this.#clear(tenant);
    return isDeleted ? 'deleted' : 'none';
  }

  /**
   * Deletes everything of the transcripts of calls, also what still waits: files, words, and that there was any. It is gone
   * when this resolves; what is interrupted goes on by itself.
   */
  async deleteOf(tenant: string, calls: readonly string[]): Promise<void> {
    const { store } = this.#dependencies;
    let count = 0;
    for (const call of calls) count += (await this.#inTurn(tenant, call, () => store.forget(tenant, call))) ? 1 : 0;
    await this.#clear(tenant);
    if (count > 0) await store.compact(tenant);
  }

  /**
   * Deletes the transcripts of a tenant whose calls began before a time, but for those that are held.
   * @param before epoch milliseconds
   * @returns how many
   */
  async expire(tenant: string, before: Millis, isHeld: (call: string) => Promise<boolean>): Promise<number> {
    const { store } = this.#dependencies;
    let count = 0;
    for await (const { call, known } of store.known(tenant)) {
      if (known.startedAt >= before || (await isHeld(call))) continue;
      await this.#inTurn(tenant, call, () => store.forget(tenant, call));
      count += isStored(known) ? 1 : 0;
    }
    if (count > 0) await this.#clear(tenant);
    return count;
  }

  /** Which of some calls of a tenant have a transcript, by the ids that they are stored under. */
  has(tenant: string, calls: readonly string[]): Promise<Set<string>> {
    return this.#dependencies.store.having(tenant, calls);
  }

  /** Takes words out of their table, and files that no transcript has any more. */
  async #clear(tenant: string): Promise<void> {
    const { store, words } = this.#dependencies;
    try {
      await words.follow(new AbortController().signal);
      await store.deleteLeftOvers(tenant);
    } catch (error) {
      // It goes on in the background, and whoever asked for it is told that it is not done yet.
      this.wake();
      throw error;
    }
  }

  #waiting(
    { sealed, words, ...known }: Prepared,
    of: Pick<TranscriptRecord, 'blob' | 'origin' | 'isScrubbed' | 'edition' | 'startedAt'>,
  ): WaitingTranscript {
    const record: TranscriptRecord = { ...known, ...of, storedAt: this.#dependencies.clock() };
    return {
      record,
      sealed: Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength).toString('base64'),
      words,
    };
  }

  #inTurn = <T>(tenant: string, call: string, work: () => Promise<T>): Promise<T> =>
    this.#storing.run(`${tenant}\u0000${call}`, work);

  #store(key: string, calls: readonly string[], isHeld = false): Promise<void> {
    const [, tenant = '', call = ''] = partsOf(key);
    return this.#inTurn(tenant, call, () => this.#dependencies.store.store(key, calls, isHeld));
  }

  /** Stores what waits, lists its words, and deletes what is left over. */
  async #work(signal: AbortSignal): Promise<void> {
    const { store, words } = this.#dependencies;
    if (!this.#isCleared) await this.#forgetErased(signal);
    let failure: unknown;
    for (let after: string | undefined; !signal.aborted;) {
      const keys = await store.waitingKeys(after);
      after = keys.at(-1);
      if (after === undefined) break;
      const settled = await Promise.allSettled(keys.map((key) => this.#storeWaiting(key)));
      const failed = settled.filter((one) => one.status === 'rejected');
      failure ??= failed[0]?.reason;
      // Where nothing can be stored, the others need not be tried.
      if (failed.length === keys.length) break;
    }
    await words.follow(signal);
    await store.deleteLeftOvers();
    if (failure !== undefined) throw failure instanceof Error ? failure : new Error('a transcript was not stored');
  }

  async #storeWaiting(key: string): Promise<void> {
    const { groupOf, isHeld } = this.#dependencies;
    const [, tenant = '', call = ''] = partsOf(key);
    await this.#store(key, await groupOf(tenant, call), await isHeld(tenant, call));
  }

  /** What was erased while a crash kept it from being done to the end. */
  async #forgetErased(signal: AbortSignal): Promise<void> {
    const { store, isErased } = this.#dependencies;
    for await (const { tenant, call } of store.calls()) {
      if (signal.aborted) return;
      if (isErased(tenant, call)) await this.#inTurn(tenant, call, () => store.forget(tenant, call));
    }
    this.#isCleared = true;
  }
}
