import { BlobError, type BlobFault } from '../blob-error.js';
import { textOf } from './read-xml.js';

/** What S3 said, or what became of a request that it did not answer. */
export class S3Error extends BlobError {
  constructor(
    fault: BlobFault,
    message: string,
    /** 0 when there was no answer. */
    readonly status: number,
    /** Code of S3, such as `NoSuchUpload`, or of the system. */
    readonly s3Code: string,
    cause?: unknown,
  ) {
    super(fault, message, cause === undefined ? {} : { cause });
  }

  /** Whether the same request may succeed in a moment. */
  get isTransient(): boolean {
    return this.code === 'storage_unreachable';
  }
}

/** Codes that say more than their status. */
const CODES: Readonly<Record<string, BlobFault>> = {
  NoSuchBucket: 'storage_denied',
  SlowDown: 'storage_unreachable',
  RequestTimeout: 'storage_unreachable',
  OperationAborted: 'storage_unreachable',
  InternalError: 'storage_unreachable',
  QuotaExceeded: 'storage_full',
  StorageFull: 'storage_full',
  XMinioStorageFull: 'storage_full',
  EntityTooLarge: 'too_large',
  PreconditionFailed: 'replaced',
};

function faultOf(status: number, code: string): BlobFault {
  const known = CODES[code];
  if (known !== undefined) return known;
  if (status === 507) return 'storage_full';
  if (status === 401 || status === 403) return 'storage_denied';
  return status === 429 || status >= 500 ? 'storage_unreachable' : 'storage_failed';
}

/** An answer that is no success. Its message has no key and no credentials in it. */
export function answered(status: number, body: string): S3Error {
  const code = textOf(body, 'Code') ?? '';
  const shown = /^[A-Za-z.]{1,60}$/.test(code) ? ` ${code}` : '';
  return new S3Error(faultOf(status, code), `S3 answered ${status}${shown}`, status, code);
}

/** No answer, or one that ended too soon. */
export function unanswered(error: unknown): S3Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new S3Error('storage_unreachable', `no answer from S3 (${code === '' ? message : code})`, 0, code, error);
}
