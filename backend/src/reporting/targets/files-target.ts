import type { BlobBackend } from '../../storage/blobs/blob-backend.js';
import { BlobError, type BlobFault } from '../../storage/blobs/blob-error.js';
import type { SendToTarget, TargetReport } from './target.js';

/** Faults that pass. */
const PASSING: ReadonlySet<BlobFault> = new Set([
  'storage_full',
  'storage_unreachable',
  'storage_busy',
  'storage_failed',
]);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `weekly/2026-11-30_<run>/`: a folder of its own for each run, so that a report that is made again replaces nothing. */
const folderOf = ({ report, plannedAt, run }: TargetReport): string =>
  `${part(report)}/${dayOf(plannedAt)}_${part(run)}`;

/** One part of a path, which leads nowhere else. */
const part = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'report';

/** Copies the files of a run into a folder or a bucket, as they are; each is there as a whole or not at all. */
export const filesTarget =
  (backend: Pick<BlobBackend, 'write'>): SendToTarget =>
  async (report, signal) => {
    const folder = folderOf(report);
    try {
      for (const file of report.files)
        await backend.write(`${folder}/${part(file.name)}`, await file.read(signal), signal);
      return { status: 'sent', message: `${report.files.length} files in ${folder}` };
    } catch (error) {
      if (signal.aborted || !(error instanceof BlobError)) throw error;
      return { status: PASSING.has(error.code) ? 'retry' : 'refused', message: error.code };
    }
  };
