import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a data folder holds of ours; anything else in it is left alone. */
const OURS =
  /^(ledger(\.acknowledged)?|restore|backups|exports|callsight\.duckdb.*|caller\.secret|link\.secret|transcript\.secret|first\.key|seal\.json)$/;

/** Holds so many files that they are not looked at one by one: a closed folder closes what is in it. */
const FILES = 'blobs';

async function tighten(path: string, isFolder: boolean): Promise<void> {
  await chmod(path, isFolder ? 0o700 : 0o600);
  if (!isFolder) return;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory() || entry.isFile()) await tighten(join(path, entry.name), entry.isDirectory());
  }
}

/**
 * Sees to it that a data folder, and what is in it, is for its owner alone: older versions let others read it. A folder that
 * belongs to another user, such as a mounted volume, cannot be changed; what is in it can.
 * @returns false when the folder itself stays open to others
 */
export async function keepPrivate(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const isKnown = OURS.test(entry.name) && (entry.isDirectory() || entry.isFile());
    if (entry.name === FILES && entry.isDirectory()) await chmod(join(folder, entry.name), 0o700);
    if (isKnown) await tighten(join(folder, entry.name), entry.isDirectory());
  }
  try {
    await chmod(folder, 0o700);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    return false;
  }
}
