/**
 * Why something could not be done with a blob:
 *
 * - of the request: `invalid_key`, `too_large`, `range_not_satisfiable`, `replaced` (while it was read from S3; try again)
 * - of the storage: `storage_full`, `storage_unreachable`, `storage_denied` (credentials, permissions), `storage_busy`
 *   (too many are being written), `storage_failed` (anything else)
 * - of the blob: `blob_damaged` (cut off, changed, or not the one that was stored under this key), `blob_key_missing` (it
 *   is encrypted, and there is no encryption key), `blob_key_wrong` (it was encrypted with another one)
 */
export type BlobFault =
  | 'invalid_key'
  | 'too_large'
  | 'range_not_satisfiable'
  | 'replaced'
  | 'storage_full'
  | 'storage_unreachable'
  | 'storage_denied'
  | 'storage_busy'
  | 'storage_failed'
  | 'blob_damaged'
  | 'blob_key_missing'
  | 'blob_key_wrong';

export class BlobError extends Error {
  override readonly name = 'BlobError';
  constructor(
    readonly code: BlobFault,
    message: string,
    readonly details: {
      /** Of a range that cannot be satisfied: bytes of the whole blob. */
      readonly size?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }
}

const ERRNO: Readonly<Record<string, BlobFault>> = {
  ENOSPC: 'storage_full',
  EDQUOT: 'storage_full',
  EFBIG: 'storage_full',
  EACCES: 'storage_denied',
  EPERM: 'storage_denied',
  EROFS: 'storage_denied',
};

/** Does something with the file system. @throws BlobError instead of the error of the system */
export async function withFileSystem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BlobError) throw error;
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const fault = ERRNO[code] ?? 'storage_failed';
    const message = fault === 'storage_full' ? 'the disk of the blob folder is full' : 'the blob folder cannot be used';
    throw new BlobError(fault, `${message} (${code})`, { cause: error });
  }
}
