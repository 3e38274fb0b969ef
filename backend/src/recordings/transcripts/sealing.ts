import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { BlobError } from '../../storage/blobs/blob-error.js';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** A key of 32 bytes for one purpose. */
const keyFor = (secret: string, purpose: string): Buffer =>
  createHmac('sha256', secret).update(`callsight transcripts ${purpose}`).digest();

/** Says which secret transcripts are encrypted with, and nothing about it. */
export const fingerprintOf = (secret: string): string => keyFor(secret, 'fingerprint').toString('hex').slice(0, 16);

/** Key of the digests of words of a tenant. */
export const wordKeyOf = (secret: string, tenant: string): Buffer => keyFor(secret, `words ${tenant}`);

/**
 * Encrypts the content of a transcript with AES-256-GCM: version, nonce, tag, content.
 * @param blob key of its file, which names the tenant: under another one it cannot be opened
 */
export function sealContent(secret: string, blob: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, 'content'), nonce).setAAD(Buffer.from(blob));
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), encrypted]);
}

/** @throws BlobError `blob_damaged` for what was changed, belongs to another file, or was encrypted with another secret */
export function openContent(secret: string, blob: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  try {
    if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) throw new Error('it does not begin as a transcript does');
    const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
    const tag = bytes.subarray(1 + NONCE_BYTES, HEAD_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, 'content'), nonce);
    decipher.setAAD(Buffer.from(blob)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]);
  } catch (error) {
    throw new BlobError('blob_damaged', 'the file of a transcript was changed, or is not the one that was stored', {
      cause: error,
    });
  }
}
