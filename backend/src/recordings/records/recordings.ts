import { randomBytes } from 'node:crypto';
import type { Hold } from '@callsight/contract/recordings';
import type { Logger } from 'pino';
import { KeyedMutex } from '../../lib/scheduling/keyed-mutex.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Clock } from '../../lib/time/units.js';
import { BlobError } from '../../storage/blobs/blob-error.js';
import type { BlobReading, BlobStore } from '../../storage/blobs/blob-store.js';
import type { ByteRange } from '../../storage/blobs/byte-range.js';
import type { Operation } from '../../storage/kv/store.js';
import { checkAudio, NotAudio } from './check-audio.js';
import type { Consents } from './consents.js';
import type { Holds } from './holds.js';
import type { KnownCall, KnownCalls } from './known-calls.js';
import { putLabel } from './label.js';
import { MAX_NAMES, MAX_OF_CALL, type RecordStore } from './record-store.js';
import { RecordingRefused } from './recording-refused.js';
import { filesOf, RECORDINGS, stemOf, type RecordingId, type StoredRecording } from './stored-recording.js';

interface Dependencies {
  readonly records: RecordStore;
  readonly holds: Holds;
  readonly consents: Consents;
  readonly calls: KnownCalls;
  readonly blobs: BlobStore;
  /** Bytes that a recording may have. */
  readonly maxBytes: number;
  /** Told of what is to be done. */
  readonly onWork: () => void;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
}

/** A recording that comes in. */
export interface Incoming {
  readonly id: RecordingId;
  /** `upload`, or the provider. */
  readonly source: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** As it was said to be. */
  readonly contentType: string | undefined;
  /** SHA-256 that the content has to have, hexadecimal. */
  readonly sha256?: string | undefined;
  /** Bytes that it has to have. */
  readonly length?: number | undefined;
  /** What is written together with what is known of it. */
  readonly also?: readonly Operation[];
  readonly signal?: AbortSignal;
}

export interface Taken {
  readonly recording: StoredRecording;
  /** Whether there was none of this name before. */
  readonly isNew: boolean;
}

const lockOf = ({ tenant, call }: Pick<RecordingId, 'tenant' | 'call'>): string => `${tenant}\u0000${call}`;

const isThere = ({ state }: StoredRecording): boolean => state !== 'deleted' && state !== 'expired';

export const tooLarge = (maxBytes: number): BlobError =>
  new BlobError('too_large', `a recording has at most ${maxBytes} bytes (CALLSIGHT_MAX_RECORDING_MB)`);

/** 128 bits, in letters and digits that keys of blobs may have. */
const randomId = (): string => randomBytes(16).toString('hex');

function checkWhole(incoming: Incoming, stored: { readonly bytes: number; readonly sha256: string }): void {
  const { sha256, length } = incoming;
  if (length !== undefined && stored.bytes !== length)
    throw new NotAudio('length_mismatch', `${length} bytes were announced, and ${stored.bytes} came`);
  if (sha256 !== undefined && stored.sha256 !== sha256)
    throw new NotAudio('digest_mismatch', 'the content does not have the SHA-256 that was sent with it');
}

/**
 * Recordings of calls: what is known of them, and their files. A recording is there as a whole or not at all: its audio is
 * stored first, then a label that says what it is, and only then is it known. What is not known belongs to nobody, and goes
 * with the next sweep.
 */
export class Recordings {
  readonly #dependencies: Dependencies;
  readonly #locks = new KeyedMutex();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Recordings of a call, by name; those that were deleted are none. */
  async of(call: KnownCall): Promise<StoredRecording[]> {
    const lists = await Promise.all(call.ids.map((id) => this.#dependencies.records.ofCall(call.tenant, id)));
    const seen = new Set<string>();
    const all = lists.flat().filter((one) => isThere(one) && !seen.has(one.name) && seen.add(one.name));
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns undefined when there is none, or it was deleted */
  async find(call: KnownCall, name: string): Promise<StoredRecording | undefined> {
    for (const id of call.ids) {
      const found = await this.#dependencies.records.get({ tenant: call.tenant, call: id, name });
      if (found !== undefined && isThere(found)) return found;
    }
    return undefined;
  }

  /**
   * Sees that a recording may come.
   * @throws RecordingRefused
   */
  async admit(id: RecordingId): Promise<KnownCall> {
    const { calls, holds, records } = this.#dependencies;
    const call = await calls.find(id.tenant, id.call);
    if (call === undefined) throw new RecordingRefused('unknown_call', 'there is no call with this id');
    if (call.consent === 'denied')
      throw new RecordingRefused('no_consent', 'the caller did not consent to being recorded');
    const before = await records.get(id);
    if (before?.file !== undefined && (await holds.of(id.tenant, call.ids)) !== undefined)
      throw new RecordingRefused('legal_hold', 'the call is under legal hold; its recordings cannot be replaced');
    if (before === undefined && (await this.#isFull(id)))
      throw new RecordingRefused('too_many', `a call has at most ${MAX_OF_CALL} recordings`);
    return call;
  }

  /**
   * Takes a recording in, in the place of what was there under its name.
   * @throws RecordingRefused, NotAudio, BlobError; what the body throws
   */
  async take(incoming: Incoming): Promise<Taken> {
    const { blobs, maxBytes } = this.#dependencies;
    const { id, contentType, signal } = incoming;
    const { startedAt } = await this.admit(id);
    const audio = await checkAudio(incoming.body, contentType);
    const stem = `${id.tenant}/${RECORDINGS}/${isoOf(startedAt).slice(0, 7)}/${randomId()}`;
    const names = filesOf(stem, audio.extension);
    const options = { contentType: audio.mediaType, maxBytes, queue: 'uploads', ...(signal && { signal }) };
    const put = await blobs.put(names.audio, audio.body, options).catch((error: unknown) => {
      throw error instanceof BlobError && error.code === 'too_large' ? tooLarge(maxBytes) : error;
    });
    const file = { key: names.audio, ...put, contentType: audio.mediaType, storedAt: this.#dependencies.clock() };
    try {
      checkWhole(incoming, put);
      return await this.#locks.run(lockOf(id), () => this.#keep(incoming, file));
    } catch (error) {
      await this.#deleteFiles(file.key);
      throw error;
    }
  }

  /** Makes known what has been stored. */
  async #keep({ id, source, also }: Incoming, file: NonNullable<StoredRecording['file']>): Promise<Taken> {
    const { records, blobs, onWork } = this.#dependencies;
    // While it came, the call may have been erased, or put under hold.
    const { startedAt } = await this.admit(id);
    const before = await records.get(id);
    // Whoever deletes it while it is being fetched does not want it.
    if (source !== 'upload' && before?.state !== 'announced')
      throw new RecordingRefused('unknown_recording', 'the recording was deleted while it was fetched');
    const recording: StoredRecording = {
      ...id,
      state: 'stored',
      source,
      callAt: startedAt,
      ...(before?.announcement && { announcement: before.announcement }),
      file,
      sound: { status: 'pending' },
      nextAt: this.#dependencies.clock(),
    };
    await putLabel(recording, blobs);
    await records.put(before, recording, also);
    if (before?.file !== undefined) await this.#deleteLater(before.file.key);
    onWork();
    return { recording, isNew: before?.file === undefined };
  }

  /** Reads a recording. @returns undefined when its file is gone */
  read({ file }: StoredRecording, range?: ByteRange): Promise<BlobReading | undefined> {
    return file === undefined ? Promise.resolve(undefined) : this.#dependencies.blobs.get(file.key, range);
  }

  /** Changes what is known of a recording, unless it was deleted or replaced meanwhile. @returns whether it was changed */
  change(seen: StoredRecording, change: Partial<StoredRecording>): Promise<boolean> {
    const { records, onWork } = this.#dependencies;
    return this.#locks.run(lockOf(seen), async () => {
      const now = await records.get(seen);
      if (now?.state !== seen.state || now.file?.key !== seen.file?.key) return false;
      await records.put(now, { ...now, ...change });
      onWork();
      return true;
    });
  }

  /**
   * Notes that a provider has a recording. One whose fetching was given up is tried again where the provider names another
   * address, or it is asked for.
   * @returns whether it was not known, or is tried again
   */
  announce(recording: StoredRecording, again = false): Promise<boolean> {
    const { records, onWork } = this.#dependencies;
    return this.#locks.run(lockOf(recording), async () => {
      const before = await records.get(recording);
      const isKnown = before?.announcement?.url === recording.announcement?.url && !again;
      if (before !== undefined && (before.state !== 'failed' || isKnown)) return false;
      if (before === undefined && (await this.#isFull(recording))) return false;
      await records.put(before, recording);
      onWork();
      return true;
    });
  }

  /**
   * Deletes a recording. That it was there stays known, so that the provider's is not fetched again. It is known to be deleted
   * before its audio is: whatever is shown can be played. Files whose deletion fails go with the next sweep.
   * @param state why it goes
   * @throws RecordingRefused `legal_hold`
   */
  remove(call: Pick<KnownCall, 'ids'>, recording: StoredRecording, state: 'deleted' | 'expired'): Promise<void> {
    const { records, holds, blobs } = this.#dependencies;
    return this.#locks.run(lockOf(recording), async () => {
      if ((await holds.of(recording.tenant, [recording.call, ...call.ids])) !== undefined)
        throw new RecordingRefused('legal_hold', 'the call is under legal hold; end the hold to delete its recordings');
      const now = await records.get(recording);
      if (now === undefined || !isThere(now)) return;
      const { tenant, call: of, name, source, callAt } = now;
      if (now.file !== undefined) await blobs.delete(filesOf(stemOf(now.file.key), '').label);
      await records.put(now, { tenant, call: of, name, source, callAt, state });
      if (now.file !== undefined) await this.#deleteFiles(now.file.key);
    });
  }

  /** Leaves nothing of the recordings of a call, under one of its ids. */
  erase(tenant: string, call: string): Promise<void> {
    const { records, consents } = this.#dependencies;
    return this.#locks.run(lockOf({ tenant, call }), async () => {
      for (const recording of await records.ofCall(tenant, call)) {
        if (recording.file !== undefined) await this.#deleteFiles(recording.file.key);
        await records.remove(recording);
      }
      await consents.remove(tenant, [call]);
    });
  }

  async hold(call: KnownCall, reason: string, by: string): Promise<Hold> {
    const hold: Hold = { call_id: call.callId, reason, since: isoOf(this.#dependencies.clock()), by };
    // Whatever is being deleted is deleted, and the hold is for what is there then.
    await this.#inAllLocks(call, () => this.#dependencies.holds.put(call.tenant, hold));
    return hold;
  }

  /** @returns whether there was a hold */
  release(call: KnownCall): Promise<boolean> {
    return this.#dependencies.holds.remove(call.tenant, call.ids);
  }

  holdOn({ tenant, ids }: Pick<KnownCall, 'tenant' | 'ids'>): Promise<Hold | undefined> {
    return this.#dependencies.holds.of(tenant, ids);
  }

  /** Whether a call has as many recordings as it may have, those that were deleted included up to a point. */
  async #isFull({ tenant, call }: RecordingId): Promise<boolean> {
    const all = await this.#dependencies.records.ofCall(tenant, call);
    return all.length >= MAX_NAMES || all.filter(isThere).length >= MAX_OF_CALL;
  }

  /** Forgets that there was a recording which was deleted. */
  forget(recording: StoredRecording): Promise<void> {
    const { records } = this.#dependencies;
    return this.#locks.run(lockOf(recording), async () => {
      const now = await records.get(recording);
      if (now !== undefined && !isThere(now)) await records.remove(now);
    });
  }

  #inAllLocks(call: KnownCall, work: () => Promise<void>): Promise<void> {
    const nested = call.ids
      .toSorted()
      .reduceRight<() => Promise<void>>(
        (inner, id) => () => this.#locks.run(lockOf({ tenant: call.tenant, call: id }), inner),
        work,
      );
    return nested();
  }

  /** Deletes what is no longer known. If that fails, it belongs to nobody and goes with the next sweep. */
  async #deleteLater(audioKey: string): Promise<void> {
    await this.#deleteFiles(audioKey).catch((error: unknown) => {
      this.#dependencies.log.warn({ err: error }, 'a recording that was replaced is deleted later');
    });
  }

  /** The label goes first: without it the rest belongs to nobody. */
  async #deleteFiles(audioKey: string): Promise<void> {
    const { audio, label, peaks } = { ...filesOf(stemOf(audioKey), ''), audio: audioKey };
    for (const key of [label, audio, peaks]) await this.#dependencies.blobs.delete(key);
  }
}
