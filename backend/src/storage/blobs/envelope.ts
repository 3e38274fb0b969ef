import { crc32 } from 'node:zlib';
import { BlobError } from './blob-error.js';
import { WRAPPED_KEY_PARTS, type EncryptionKeys, type WrappedKey } from './encryption-keys.js';

/**
 * What stands before the content of every blob, in a folder as in S3, so that a blob can be copied from one to the other as
 * it is. Of 512 bytes:
 *
 *   0 magic and version (16) · 16 encryption (1): 0 none, 1 AES-256-GCM in segments · 17 length of the content type (1)
 *   18 content type (255) · 273 wrapped data key (68): id of the key, nonce, key, tag · 341 zeros · 508 CRC-32 of all before
 */
export const ENVELOPE_BYTES = 512;

const MAGIC = Buffer.from('CALLSIGHT-BLOB\u0000\u0001', 'latin1');
const ENCRYPTION_AT = 16;
const TYPE_LENGTH_AT = 17;
const TYPE_AT = 18;
const MAX_TYPE = 255;
const KEY_AT = TYPE_AT + MAX_TYPE;
const CRC_AT = ENVELOPE_BYTES - 4;

/** A media type with parameters, as in a header: no control characters. */
const CONTENT_TYPE = /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}(?:; ?[\x20-\x7e]{1,50})?$/i;

export interface Envelope {
  readonly contentType: string;
  /** Of an encrypted blob. */
  readonly dataKey: Buffer | undefined;
}

/** What a data key is bound to: everything before it, and the key of the blob. */
const boundTo = (envelope: Buffer, blobKey: string): Buffer =>
  Buffer.concat([envelope.subarray(0, KEY_AT), Buffer.from(blobKey)]);

function splitKey(envelope: Buffer): WrappedKey {
  const [id, nonce, key, tag] = WRAPPED_KEY_PARTS;
  const at = [KEY_AT, KEY_AT + id, KEY_AT + id + nonce, KEY_AT + id + nonce + key] as const;
  return {
    keyId: envelope.subarray(at[0], at[1]),
    nonce: envelope.subarray(at[1], at[2]),
    wrapped: envelope.subarray(at[2], at[3]),
    tag: envelope.subarray(at[3], at[3] + tag),
  };
}

/** Puts the wrapped key and the check sum into an envelope. */
function seal(bytes: Buffer, wrappedKey: WrappedKey | undefined): void {
  if (wrappedKey !== undefined) {
    const { keyId, nonce, wrapped, tag } = wrappedKey;
    Buffer.concat([keyId, nonce, wrapped, tag]).copy(bytes, KEY_AT);
  }
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
}

/**
 * The envelope of a new blob, encrypted if there is a key.
 * @throws TypeError for what is no media type
 */
export function newEnvelope(
  blobKey: string,
  contentType: string,
  keys: EncryptionKeys,
): { readonly bytes: Buffer; readonly dataKey: Buffer | undefined } {
  if (!CONTENT_TYPE.test(contentType))
    throw new TypeError('the content type of a blob is a media type, such as text/csv');
  const bytes = Buffer.alloc(ENVELOPE_BYTES);
  MAGIC.copy(bytes);
  bytes[ENCRYPTION_AT] = keys.isEmpty ? 0 : 1;
  bytes[TYPE_LENGTH_AT] = contentType.length;
  bytes.write(contentType, TYPE_AT, 'latin1');
  const made = keys.isEmpty ? undefined : keys.newDataKey(boundTo(bytes, blobKey));
  seal(bytes, made?.wrappedKey);
  return { bytes, dataKey: made?.dataKey };
}

/** Whether a whole envelope is what a new blob would have: encrypted with the first key, or not at all without one. */
export const isCurrent = (bytes: Buffer, keys: EncryptionKeys): boolean =>
  isEncrypted(bytes) ? keys.isCurrent(splitKey(bytes)) : keys.isEmpty;

/** The same envelope of an encrypted blob, its data key encrypted with the first key. @throws BlobError as `readEnvelope` does */
export function rewrappedEnvelope(bytes: Buffer, blobKey: string, keys: EncryptionKeys): Buffer {
  const bound = boundTo(bytes, blobKey);
  const rewrapped = Buffer.from(bytes);
  seal(rewrapped, keys.wrap(keys.dataKey(splitKey(bytes), bound), bound));
  return rewrapped;
}

/** @throws BlobError `blob_damaged`, `blob_key_missing`, `blob_key_wrong` */
export function readEnvelope(bytes: Buffer, blobKey: string, keys: EncryptionKeys): Envelope {
  const isWhole = bytes.length === ENVELOPE_BYTES && bytes.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isWhole || crc32(bytes.subarray(0, CRC_AT)) !== bytes.readUInt32BE(CRC_AT))
    throw new BlobError('blob_damaged', 'what is stored does not begin as a blob does');
  const contentType = bytes.toString('latin1', TYPE_AT, TYPE_AT + (bytes[TYPE_LENGTH_AT] ?? 0));
  if (bytes[ENCRYPTION_AT] === 0) return { contentType, dataKey: undefined };
  return { contentType, dataKey: keys.dataKey(splitKey(bytes), boundTo(bytes, blobKey)) };
}

/** Whether a blob is encrypted, by an envelope whose data key need not be known. */
export const isEncrypted = (bytes: Buffer): boolean => bytes[ENCRYPTION_AT] !== 0;
