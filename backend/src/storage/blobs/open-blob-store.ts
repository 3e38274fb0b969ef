import { systemTimer, type Timer } from '../../lib/background/timer.js';
import type { Clock } from '../../lib/time/units.js';
import { BlobStore, PUTS_AT_ONCE } from './blob-store.js';
import { EncryptionKeys } from './encryption-keys.js';
import { FolderBackend } from './folder/folder-backend.js';
import { S3Backend } from './s3/s3-backend.js';
import { S3Client } from './s3/s3-client.js';
import type { S3Settings } from './s3/s3-settings.js';

/** Where blobs lie. */
export type BlobLocation =
  { readonly kind: 'folder'; readonly folder: string } | ({ readonly kind: 's3' } & S3Settings);

interface Options {
  readonly location: BlobLocation;
  /** 32 bytes each: the first one encrypts new blobs, all of them decrypt; none, and new blobs are not encrypted. */
  readonly encryptionKeys: readonly Buffer[];
  /** With less free space nothing is stored in a folder; bytes. */
  readonly minFreeBytes: () => Promise<number>;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly timer?: Timer;
  /** Silence after which a request to S3 has failed; milliseconds. */
  readonly silenceMs?: number;
}

/** A store of blobs. Nothing is read or written yet: a storage that is away keeps nothing else from starting. */
export function openBlobStore(options: Options): BlobStore {
  const { location, encryptionKeys, minFreeBytes, clock, timer = systemTimer, silenceMs } = options;
  const backend =
    location.kind === 'folder'
      ? new FolderBackend({ folder: location.folder, minFreeBytes })
      : new S3Backend(
          // Signatures are compared with the clock of the server.
          new S3Client({
            settings: location,
            clock: Date.now,
            timer,
            ...(silenceMs === undefined ? {} : { silenceMs }),
          }),
          location.prefix,
        );
  const keys = new EncryptionKeys(encryptionKeys);
  return new BlobStore({ backend, keys, putsAtOnce: PUTS_AT_ONCE[location.kind], clock });
}
