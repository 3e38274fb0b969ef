import { BackgroundTask } from '../lib/background/background-task.js';
import { MINUTE_MS } from '../lib/time/durations.js';
import type { Replication } from '../replication/replication.js';
import type { BlobState } from '../storage/blobs/blob-activity.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import { openBlobStore } from '../storage/blobs/open-blob-store.js';
import type { ServiceContext } from './context.js';
import { defaultMinFree } from './open-stores.js';

/**
 * Files leave this many times as much free space as events need: a disk that fills up refuses files first, and events go on
 * to be accepted.
 */
const TIMES_MIN_FREE = 2;

/**
 * The store of files. Whether it can be used is looked at now and once a minute: a storage that is away keeps nothing else
 * from starting. What writes that were broken off left behind is removed as soon as it can be used, but by no follower, which
 * may read the files of another instance.
 */
export async function openBlobs(
  { config, log, clock, timer, teardown }: ServiceContext,
  replication: Replication | undefined,
): Promise<BlobStore> {
  const { location, encryptionKeys } = config.blobs;
  const folder = location.kind === 'folder' ? location.folder : config.dataDir;
  const minFreeBytes = async (): Promise<number> =>
    TIMES_MIN_FREE * (config.ledger.minFreeBytes ?? (await defaultMinFree(folder)));
  const blobs = openBlobStore({ location, encryptionKeys, minFreeBytes, clock, timer });
  let isSwept = replication?.role === 'follow';
  let last: BlobState['status'] = 'ok';
  const look = async (): Promise<void> => {
    await blobs.check();
    const { status, reason } = blobs.state;
    if (status !== last && status === 'ok') log.info('files can be stored again');
    if (status !== last && status !== 'ok') log.warn({ status, reason }, 'files cannot be stored');
    last = status;
    if (status !== 'ok' || isSwept) return;
    const left = await blobs.sweep();
    isSwept = true;
    if (left > 0) log.info({ left }, 'what broken-off writes of files left behind was removed');
  };
  const onFailure = (error: unknown): undefined => {
    log.warn({ err: error }, 'the storage of files cannot be checked; it will be retried');
  };
  const watch = new BackgroundTask({
    step: async () => {
      await look();
      return false;
    },
    onFailure,
    everyMs: MINUTE_MS,
    timer,
  });
  teardown.onClose('check of blobs', async () => {
    blobs.close();
    await watch.stop();
  });
  // Of a folder it is known when the service listens; S3 may take its time.
  if (location.kind === 'folder') await look().catch(onFailure);
  watch.wake();
  return blobs;
}
