import { HOUR_MS } from '../../../lib/time/durations.js';
import type { Millis } from '../../../lib/time/units.js';
import type { BlobBackend, ObjectPage, StoredObject } from '../blob-backend.js';
import { BlobError } from '../blob-error.js';
import { elements, textOf } from './read-xml.js';
import type { S3Client } from './s3-client.js';
import { S3Error, unanswered } from './s3-error.js';
import { upload } from './upload.js';

/** No upload goes on for longer: one that began before was broken off. */
const MAX_UPLOAD_MS = 24 * HOUR_MS;

const isAbsent = (error: unknown): boolean =>
  error instanceof S3Error && error.status === 404 && error.s3Code !== 'NoSuchBucket';

/** Of `Content-Range`, or of an object without a byte in the range. */
function sizeIn(header: string | undefined): number {
  const size = Number(header?.split('/').at(-1));
  if (header === undefined || !Number.isSafeInteger(size))
    throw new S3Error('storage_failed', 'S3 answered a range without its place', 206, '');
  return size;
}

/** Blobs as objects of a bucket. S3 shows an object as a whole or not at all, by itself. */
export class S3Backend implements BlobBackend {
  readonly #client: S3Client;
  readonly #prefix: string;

  /** @param prefix what stands before every key in the bucket */
  constructor(client: S3Client, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  write(key: string, body: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
    return upload(this.#client, key, body, signal);
  }

  async open(key: string, headBytes: number, signal: AbortSignal): Promise<StoredObject | undefined> {
    try {
      const range = `bytes=0-${headBytes - 1}`;
      const answer = await this.#client.stream({ method: 'GET', key, headers: { range } }, signal);
      const head = await this.#whole(answer, headBytes);
      const etag = answer.headers.etag ?? '';
      return {
        size: answer.statusCode === 206 ? sizeIn(answer.headers['content-range']) : head.length,
        storedAt: Date.parse(answer.headers['last-modified'] ?? ''),
        head,
        read: (from, to) => this.#read(key, etag, from, to, signal),
        close: () => Promise.resolve(),
      };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      if (error instanceof S3Error && error.status === 416)
        throw new BlobError('blob_damaged', 'what is stored has no byte', { cause: error });
      throw error;
    }
  }

  async remove(key: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#client.send({ method: 'DELETE', key }, signal);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }

  async list(prefix: string, after: string | undefined, limit: number, signal: AbortSignal): Promise<ObjectPage> {
    const query = {
      'list-type': '2',
      'max-keys': String(limit),
      prefix: this.#prefix + prefix,
      ...(after === undefined ? {} : { 'start-after': this.#prefix + after }),
    };
    const { text } = await this.#client.send({ method: 'GET', query }, signal);
    const objects = elements(text, 'Contents').map((entry) => ({
      key: (textOf(entry, 'Key') ?? '').slice(this.#prefix.length),
      storedBytes: Number(textOf(entry, 'Size')),
      storedAt: Date.parse(textOf(entry, 'LastModified') ?? ''),
    }));
    return { objects, next: textOf(text, 'IsTruncated') === 'true' ? objects.at(-1)?.key : undefined };
  }

  /** How much room there is S3 does not say. */
  async check(signal: AbortSignal): Promise<{ readonly knowsRoom: boolean }> {
    const query = { 'list-type': '2', 'max-keys': '1', prefix: this.#prefix };
    await this.#client.send({ method: 'GET', query }, signal, 1);
    return { knowsRoom: false };
  }

  /** Other instances may be storing blobs in the same bucket: only uploads of the day before were certainly broken off. */
  async sweep(now: Millis, signal: AbortSignal): Promise<number> {
    const query = { uploads: '', prefix: this.#prefix, 'max-uploads': '1000' };
    const { text } = await this.#client.send({ method: 'GET', query }, signal);
    const left = elements(text, 'Upload').filter(
      (entry) => Date.parse(textOf(entry, 'Initiated') ?? '') < now - MAX_UPLOAD_MS,
    );
    for (const entry of left) {
      const [key = '', uploadId = ''] = [textOf(entry, 'Key'), textOf(entry, 'UploadId')];
      const aborted = { method: 'DELETE', key: key.slice(this.#prefix.length), query: { uploadId } } as const;
      await this.#client.send(aborted, signal).catch((error: unknown) => {
        if (!isAbsent(error)) throw error;
      });
    }
    return left.length;
  }

  close(): void {
    this.#client.close();
  }

  async #whole(answer: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let length = 0;
    try {
      for await (const part of answer) {
        parts.push(part);
        length += part.length;
        if (length > maxBytes) throw new S3Error('storage_failed', 'S3 answered more than the range', 200, '');
      }
    } catch (error) {
      throw error instanceof BlobError ? error : unanswered(error);
    }
    return Buffer.concat(parts);
  }

  async *#read(key: string, etag: string, from: number, to: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    if (from >= to) return;
    // An object that was replaced since it was opened is not read in parts of both.
    const headers = { range: `bytes=${from}-${to - 1}`, 'if-match': etag };
    const answer = await this.#client.stream({ method: 'GET', key, headers }, signal);
    let length = 0;
    try {
      for await (const part of answer as AsyncIterable<Buffer>) {
        length += part.length;
        yield part;
      }
    } catch (error) {
      throw unanswered(error);
    } finally {
      answer.destroy();
    }
    if (length !== to - from) throw new S3Error('storage_unreachable', 'the answer of S3 ended too soon', 0, '');
  }
}
