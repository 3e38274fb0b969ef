import { createHash, randomUUID } from 'node:crypto';
import { yieldToOthers } from '../../../lib/scheduling/pace.js';
import { inPieces, type Piece } from '../segments.js';
import { elements, textOf } from './read-xml.js';
import type { S3Client } from './s3-client.js';
import { answered, S3Error } from './s3-error.js';

/** What is sent in one request. S3 takes 10,000 parts of an upload, 80 GiB; two parts are in memory at once. */
const PART_BYTES = 8 << 20;

const HASH_BYTES = 256 << 10;

/** Metadata of an object that says which upload it came from. */
const UPLOAD_HEADER = 'x-amz-meta-callsight-upload';

interface HashedPart {
  readonly body: Buffer;
  readonly bodyHash: string;
}

/** SHA-256 of a part, hexadecimal, in pieces that let others use the thread. */
async function hashed(body: Buffer): Promise<HashedPart> {
  const hash = createHash('sha256');
  for (let at = 0; at < body.length; at += HASH_BYTES) {
    hash.update(body.subarray(at, at + HASH_BYTES));
    await yieldToOthers();
  }
  return { body, bodyHash: hash.digest('hex') };
}

/** One object that is sent in parts, of which nothing is seen until the last one has arrived. */
class MultipartUpload {
  readonly #client: S3Client;
  readonly #key: string;
  readonly #uploadId: string;
  readonly #mark: string;
  readonly #etags: string[] = [];

  private constructor(client: S3Client, key: string, uploadId: string, mark: string) {
    this.#client = client;
    this.#key = key;
    this.#uploadId = uploadId;
    this.#mark = mark;
  }

  static async begin(client: S3Client, key: string, signal: AbortSignal): Promise<MultipartUpload> {
    const mark = randomUUID();
    const headers = { [UPLOAD_HEADER]: mark };
    const { status, text } = await client.send({ method: 'POST', key, query: { uploads: '' }, headers }, signal);
    const uploadId = textOf(text, 'UploadId');
    if (uploadId === undefined) throw answered(status, text);
    return new MultipartUpload(client, key, uploadId, mark);
  }

  async send(part: HashedPart, signal: AbortSignal): Promise<void> {
    const number = this.#etags.length + 1;
    const query = { partNumber: String(number), uploadId: this.#uploadId };
    const { status, headers } = await this.#client.send({ method: 'PUT', key: this.#key, query, ...part }, signal);
    if (headers.etag === undefined) throw answered(status, '');
    this.#etags.push(headers.etag);
  }

  async complete(signal: AbortSignal): Promise<void> {
    const parts = this.#etags.map((etag, at) => {
      const escaped = etag.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      return `<Part><PartNumber>${at + 1}</PartNumber><ETag>${escaped}</ETag></Part>`;
    });
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    const query = { uploadId: this.#uploadId };
    try {
      const { status, text } = await this.#client.send({ method: 'POST', key: this.#key, query, body }, signal);
      // The status is sent before the parts are put together, so that a failure stands in the body of a success.
      if (elements(text, 'Error').length > 0) throw answered(status, text);
    } catch (error) {
      // An attempt whose answer was lost has completed it, and the next one finds no upload.
      if (!(error instanceof S3Error) || error.s3Code !== 'NoSuchUpload' || !(await this.#isThere(signal))) throw error;
    }
  }

  /** Should it fail, too, the upload is removed with what else was broken off, a day later. */
  async abort(signal: AbortSignal): Promise<void> {
    const query = { uploadId: this.#uploadId };
    await this.#client.send({ method: 'DELETE', key: this.#key, query }, signal, 2).catch(() => undefined);
  }

  async #isThere(signal: AbortSignal): Promise<boolean> {
    const { headers } = await this.#client.send({ method: 'HEAD', key: this.#key }, signal);
    return headers[UPLOAD_HEADER] === this.#mark;
  }
}

/** Both at the same time. @throws the first error, when both have ended */
async function both<T>(one: Promise<unknown>, other: Promise<T>): Promise<T> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return second.value;
}

const nextOf = (pieces: AsyncGenerator<Piece, undefined>): Promise<IteratorResult<Piece, undefined>> => pieces.next();

/** How long the abort of an upload may take; it happens also when the service stops. */
const ABORT_MS = 10_000;

/**
 * Stores an object: in one request when it is small, else in parts, one of which is sent while the next one is read.
 * @throws S3Error; what the body throws; the reason of the signal
 */
export async function upload(
  client: S3Client,
  key: string,
  body: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  const pieces = inPieces(body, PART_BYTES);
  let started: MultipartUpload | undefined;
  try {
    let { value: part } = await nextOf(pieces);
    while (part !== undefined) {
      signal.throwIfAborted();
      const whole = await hashed(part.piece);
      if (part.isLast && started === undefined) {
        await client.send({ method: 'PUT', key, ...whole }, signal);
        return;
      }
      started ??= await MultipartUpload.begin(client, key, signal);
      ({ value: part } = await both(started.send(whole, signal), nextOf(pieces)));
    }
    await started?.complete(signal);
  } catch (error) {
    await started?.abort(AbortSignal.timeout(ABORT_MS));
    throw error;
  } finally {
    // Ends the body where the upload has failed before its end.
    await pieces.return(undefined);
  }
}
