import type { Sequence } from '../../storage/kv/sequence.js';
import type { Operation, Store } from '../../storage/kv/store.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { collect } from '../../storage/blobs/collect.js';
import { partsOf } from '../../storage/kv/keys.js';
import { TRANSCRIPT_LIMITS } from '@callsight/contract/transcripts';
import type { Clock } from '../../lib/time/units.js';
import { LEFT_OVER, TRANSCRIPTS, UNLISTED, WAITING, WORDS } from './transcript-keys.js';
import {
  isStored,
  replaces,
  type KnownTranscript,
  type TranscriptRecord,
  type WaitingTranscript,
} from './transcript-record.js';
import { wordsValue } from './word-table.js';

interface Dependencies {
  readonly store: () => Store;
  /** Makes writes durable, all or none of them. */
  readonly write: (operations: readonly Operation[]) => Promise<void>;
  readonly blobs: Pick<BlobStore, 'get' | 'put' | 'delete'>;
  readonly sequence: Sequence;
  /** Whether nothing of a call may be stored any more, because its caller was erased. */
  readonly isErased: (tenant: string, call: string) => boolean;
  readonly clock: Clock;
}

const CONTENT_TYPE = 'application/octet-stream';

/** Encrypted and compressed content is never longer. */
const MAX_SEALED_BYTES = 3 * TRANSCRIPT_LIMITS.bytes;

/** Keys that are looked at in one piece. */
const PAGE = 500;

const mayReplace = (record: TranscriptRecord, before: KnownTranscript | undefined, isHeld: boolean): boolean =>
  !(isHeld && isStored(before)) && replaces(record, before);

/** Transcripts as files, and what is known of them in the key-value store. What is done with one call is done one after the other by the caller. */
export class TranscriptStore {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** What is known under some ids of one call, the first that has something. */
  async find(tenant: string, calls: readonly string[]): Promise<{ call: string; known: KnownTranscript } | undefined> {
    const values = await this.#dependencies.store().getMany(calls.map((call) => TRANSCRIPTS.of(tenant, call)));
    const all = values.flatMap((value, index) => {
      const call = calls[index];
      return value === undefined || call === undefined ? [] : [{ call, known: JSON.parse(value) as KnownTranscript }];
    });
    return all.find(({ known }) => isStored(known)) ?? all[0];
  }

  /** The encrypted content of a transcript; undefined if its file is not there any more. */
  async content(blob: string): Promise<Uint8Array | undefined> {
    const reading = await this.#dependencies.blobs.get(blob);
    return reading && collect(reading);
  }

  /** The write that keeps a transcript until it is stored. */
  waiting(tenant: string, call: string, transcript: WaitingTranscript): Operation {
    const key = WAITING.of(tenant, call, this.#dependencies.sequence.next());
    return { type: 'put', key, value: JSON.stringify(transcript) };
  }

  /** Keys of the transcripts that wait, page by page. */
  waitingKeys(after: string | undefined): Promise<string[]> {
    const { gt, lt } = WAITING.under();
    return this.#dependencies
      .store()
      .keys({ gt: after ?? gt, lt, limit: PAGE })
      .all();
  }

  /**
   * Stores a transcript that waits, unless there is a better one. Can be repeated: its file has its key from the begin.
   * @param calls all ids of its call
   * @param isHeld whether one that is stored stays as it is
   */
  async store(key: string, calls: readonly string[], isHeld = false): Promise<void> {
    const { store, write, blobs, isErased } = this.#dependencies;
    const [, tenant = '', call = ''] = partsOf(key);
    const value = await store().get(key);
    if (value === undefined) return;
    const { record, sealed, words } = JSON.parse(value) as WaitingTranscript;
    const before = await this.find(tenant, calls);
    const done: Operation = { type: 'del', key };
    if (isErased(tenant, call) || !mayReplace(record, before?.known, isHeld)) {
      // An earlier attempt may have come as far as the file.
      await write([done, this.#leftOver(tenant, record.blob)]);
      return;
    }
    const content = Buffer.from(sealed, 'base64');
    await blobs.put(record.blob, content, { contentType: CONTENT_TYPE, maxBytes: MAX_SEALED_BYTES });
    await write([
      ...(before === undefined ? [] : this.#removal(tenant, before.call, before.known)),
      { type: 'put', key: TRANSCRIPTS.of(tenant, call), value: JSON.stringify(record) },
      { type: 'put', key: WORDS.of(tenant, call), value: wordsValue(record.startedAt, words) },
      this.#unlisted(tenant, call),
      done,
    ]);
  }

  /** Takes a transcript out; a note stays that it was deleted. @returns whether there was one */
  async delete(tenant: string, calls: readonly string[]): Promise<boolean> {
    const found = await this.find(tenant, calls);
    if (!isStored(found?.known)) return false;
    const { call, known } = found;
    const note: KnownTranscript = { deletedAt: this.#dependencies.clock(), startedAt: known.startedAt };
    await this.#dependencies.write([
      ...this.#removal(tenant, call, known),
      { type: 'put', key: TRANSCRIPTS.of(tenant, call), value: JSON.stringify(note) },
    ]);
    return true;
  }

  /** Takes out everything that is known of the transcript of a call, under one of its ids. @returns whether there was anything */
  async forget(tenant: string, call: string): Promise<boolean> {
    const { store, write } = this.#dependencies;
    const waiting = await store().keys(WAITING.under(tenant, call)).all();
    const value = await store().get(TRANSCRIPTS.of(tenant, call));
    const files = (await store().getMany(waiting)).flatMap((one) =>
      one === undefined ? [] : [(JSON.parse(one) as WaitingTranscript).record.blob],
    );
    if (waiting.length === 0 && value === undefined) return false;
    await write([
      ...waiting.map((key): Operation => ({ type: 'del', key })),
      ...files.map((blob) => this.#leftOver(tenant, blob)),
      ...this.#removal(tenant, call, value === undefined ? undefined : (JSON.parse(value) as KnownTranscript)),
    ]);
    return true;
  }

  /** Deletes the files that no transcript names any more, of one tenant or of all. @throws BlobError */
  async deleteLeftOvers(tenant?: string): Promise<void> {
    const { store, write, blobs } = this.#dependencies;
    const { gt, lt } = tenant === undefined ? LEFT_OVER.under() : LEFT_OVER.under(tenant);
    for (;;) {
      const keys = await store().keys({ gt, lt, limit: PAGE }).all();
      if (keys.length === 0) return;
      for (const key of keys) await blobs.delete(partsOf(key)[2] ?? '');
      await write(keys.map((key) => ({ type: 'del', key })));
    }
  }

  /** Has the store write the files anew in which content of a tenant that waited, and was deleted, still stands. */
  async compact(tenant: string): Promise<void> {
    const { gt, lt } = WAITING.under(tenant);
    await this.#dependencies.store().compactRange(gt, lt);
  }

  /** What is known of the calls of a tenant. */
  async *known(tenant: string): AsyncGenerator<{ readonly call: string; readonly known: KnownTranscript }> {
    for await (const [key, value] of this.#dependencies.store().iterator(TRANSCRIPTS.under(tenant)))
      yield { call: partsOf(key)[2] ?? '', known: JSON.parse(value) as KnownTranscript };
  }

  /** All calls of which something is known. */
  async *calls(): AsyncGenerator<{ readonly tenant: string; readonly call: string }> {
    for await (const key of this.#dependencies.store().keys(TRANSCRIPTS.under())) {
      const [, tenant = '', call = ''] = partsOf(key);
      yield { tenant, call };
    }
  }

  /** Which of some calls have a transcript. */
  async having(tenant: string, calls: readonly string[]): Promise<Set<string>> {
    const values = await this.#dependencies.store().getMany(calls.map((call) => TRANSCRIPTS.of(tenant, call)));
    const isThere = (index: number): boolean => {
      const value = values[index];
      return value !== undefined && isStored(JSON.parse(value) as KnownTranscript);
    };
    return new Set(calls.filter((_, index) => isThere(index)));
  }

  #removal(tenant: string, call: string, known: KnownTranscript | undefined): Operation[] {
    return [
      { type: 'del', key: TRANSCRIPTS.of(tenant, call) },
      { type: 'del', key: WORDS.of(tenant, call) },
      this.#unlisted(tenant, call),
      ...(isStored(known) ? [this.#leftOver(tenant, known.blob)] : []),
    ];
  }

  #unlisted(tenant: string, call: string): Operation {
    return { type: 'put', key: UNLISTED.of(tenant, call, this.#dependencies.sequence.next()), value: '' };
  }

  #leftOver(tenant: string, blob: string): Operation {
    return { type: 'put', key: LEFT_OVER.of(tenant, blob), value: '' };
  }
}
