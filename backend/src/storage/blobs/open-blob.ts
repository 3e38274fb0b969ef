import type { Millis } from '../../lib/time/units.js';
import type { BlobBackend, StoredObject } from './blob-backend.js';
import { BlobError } from './blob-error.js';
import type { Bytes } from './byte-range.js';
import type { EncryptionKeys } from './encryption-keys.js';
import {
  ENVELOPE_BYTES,
  isCurrent,
  isEncrypted,
  newEnvelope,
  readEnvelope,
  rewrappedEnvelope,
  type Envelope,
} from './envelope.js';
import { contentBytes, decryptContent, encryptContent } from './segments.js';

export interface BlobInfo {
  readonly key: string;
  /** Bytes of the content. */
  readonly bytes: number;
  readonly contentType: string;
  /** Epoch milliseconds. */
  readonly storedAt: Millis;
  readonly isEncrypted: boolean;
}

interface Source {
  readonly backend: BlobBackend;
  readonly keys: EncryptionKeys;
  readonly signal: AbortSignal;
}

/** What is stored of a blob: its envelope, and its content behind that. */
export async function* enclosed(envelope: Buffer, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield envelope;
  yield* content;
}

/** A blob that is there, to be read and closed. */
export class OpenBlob {
  readonly info: BlobInfo;
  readonly #source: Source;
  readonly #envelope: Envelope;
  #object: StoredObject;

  private constructor(key: string, object: StoredObject, source: Source) {
    this.#object = object;
    this.#source = source;
    this.#envelope = readEnvelope(object.head, key, source.keys);
    const { contentType, dataKey } = this.#envelope;
    const bytes = dataKey === undefined ? this.#stored : contentBytes(this.#stored);
    this.info = { key, bytes, contentType, storedAt: object.storedAt, isEncrypted: isEncrypted(object.head) };
  }

  /** @returns undefined when there is none. @throws BlobError */
  static async open(key: string, source: Source): Promise<OpenBlob | undefined> {
    const object = await source.backend.open(key, ENVELOPE_BYTES, source.signal);
    if (object === undefined) return undefined;
    try {
      return new OpenBlob(key, object, source);
    } catch (error) {
      await object.close();
      throw error;
    }
  }

  /** A part of the content. It ends with BlobError when it cannot be read. */
  read(bytes: Bytes): AsyncIterable<Buffer> {
    const { dataKey } = this.#envelope;
    const read = (from: number, to: number): AsyncIterable<Buffer> => this.#readStored(from, to);
    if (dataKey === undefined) return read(bytes.from, bytes.to);
    return decryptContent({ key: dataKey, stored: this.#stored, read }, bytes);
  }

  /** What is to be stored in its place, so that the first encryption key is enough; undefined when that is so already. */
  rewrapped(): AsyncIterable<Buffer> | undefined {
    const { keys } = this.#source;
    const { key, contentType, bytes } = this.info;
    if (isCurrent(this.#object.head, keys)) return undefined;
    if (this.info.isEncrypted)
      return enclosed(rewrappedEnvelope(this.#object.head, key, keys), this.#readStored(0, this.#stored));
    const envelope = newEnvelope(key, contentType, keys);
    const content = this.read({ from: 0, to: bytes });
    return enclosed(
      envelope.bytes,
      envelope.dataKey === undefined ? content : encryptContent(envelope.dataKey, content),
    );
  }

  close(): Promise<void> {
    return this.#object.close();
  }

  /** Bytes behind the envelope. */
  get #stored(): number {
    return this.#object.size - ENVELOPE_BYTES;
  }

  async *#readStored(from: number, to: number): AsyncGenerator<Buffer> {
    let isBegun = false;
    try {
      for await (const piece of this.#object.read(ENVELOPE_BYTES + from, ENVELOPE_BYTES + to)) {
        isBegun = true;
        yield piece;
      }
    } catch (error) {
      const isReplaced = error instanceof BlobError && error.code === 'replaced';
      if (isBegun || !isReplaced || !(await this.#openAgain())) throw error;
      yield* this.#object.read(ENVELOPE_BYTES + from, ENVELOPE_BYTES + to);
    }
  }

  /** S3 holds nothing open. What has the same data key is the same content: it was rewrapped. @returns whether it is */
  async #openAgain(): Promise<boolean> {
    const { dataKey } = this.#envelope;
    const { backend, keys, signal } = this.#source;
    const object = dataKey && (await backend.open(this.info.key, ENVELOPE_BYTES, signal));
    if (dataKey === undefined || object === undefined) return false;
    const again = readEnvelope(object.head, this.info.key, keys).dataKey;
    if (again?.equals(dataKey) !== true || object.size !== this.#object.size) {
      await object.close();
      return false;
    }
    await this.#object.close();
    this.#object = object;
    return true;
  }
}
