import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { BlobError } from './blob-error.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 8;

/** A data key as it is stored: encrypted with one of the encryption keys. */
export interface WrappedKey {
  /** Says which encryption key it was, and nothing about it. */
  readonly keyId: Buffer;
  readonly nonce: Buffer;
  readonly wrapped: Buffer;
  readonly tag: Buffer;
}

/** Bytes of its parts, in the order above. */
export const WRAPPED_KEY_PARTS = [ID_BYTES, NONCE_BYTES, KEY_BYTES, TAG_BYTES] as const;

interface EncryptionKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

const idOf = (key: Buffer): Buffer =>
  createHmac('sha256', key).update('callsight blob key').digest().subarray(0, ID_BYTES);

/**
 * The keys that blobs are encrypted with: the first one for new blobs, all of them for what is stored already. Each blob has
 * a key of its own, the data key, which is encrypted with one of these.
 */
export class EncryptionKeys {
  readonly #keys: readonly EncryptionKey[];

  /** @param keys 32 bytes each; none, and nothing is encrypted */
  constructor(keys: readonly Buffer[]) {
    this.#keys = keys.map((key) => ({ id: idOf(key), key }));
  }

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** @param bound what the data key belongs to: it can be decrypted with the same alone */
  newDataKey(bound: Buffer): { readonly dataKey: Buffer; readonly wrappedKey: WrappedKey } {
    const dataKey = randomBytes(KEY_BYTES);
    return { dataKey, wrappedKey: this.wrap(dataKey, bound) };
  }

  /** Encrypts a data key with the first key. @param bound what it belongs to */
  wrap(dataKey: Buffer, bound: Buffer): WrappedKey {
    const [first] = this.#keys;
    if (first === undefined) throw new Error('there is no encryption key');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', first.key, nonce).setAAD(bound);
    const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return { keyId: first.id, nonce, wrapped, tag: cipher.getAuthTag() };
  }

  /** Whether a data key is encrypted with the first key, which new blobs are encrypted with. */
  isCurrent({ keyId }: Pick<WrappedKey, 'keyId'>): boolean {
    return this.#keys[0]?.id.equals(keyId) === true;
  }

  /** @throws BlobError `blob_key_missing`, `blob_key_wrong`, `blob_damaged` */
  dataKey({ keyId, nonce, wrapped, tag }: WrappedKey, bound: Buffer): Buffer {
    const found = this.#keys.find(({ id }) => id.equals(keyId));
    if (this.isEmpty)
      throw new BlobError('blob_key_missing', 'the blob is encrypted, and CALLSIGHT_BLOBS_KEY is not set');
    if (found === undefined)
      throw new BlobError('blob_key_wrong', 'the blob was encrypted with another key than CALLSIGHT_BLOBS_KEY has');
    try {
      const decipher = createDecipheriv('aes-256-gcm', found.key, nonce).setAAD(bound).setAuthTag(tag);
      return Buffer.concat([decipher.update(wrapped), decipher.final()]);
    } catch (error) {
      throw new BlobError('blob_damaged', 'the head of the blob was changed, or belongs to another blob', {
        cause: error,
      });
    }
  }
}
