import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from './durable-file.js';
import type { Millis } from '../../lib/time/units.js';

const DATABASE = 'callsight.duckdb';
const NOTE = 'database-damaged.txt';
const ASIDE = `${DATABASE}.damaged-`;

/** Damaged databases that are kept. */
const MAX_KEPT = 2;

/** Notes that the database is damaged, so that the next start builds a new one. */
export const noteDamagedDatabase = (folder: string, reason: string): Promise<void> =>
  writeDurably(join(folder, NOTE), `${reason}\n`);

/** Why the database is known to be damaged, if it is. */
export async function knownDamage(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, NOTE), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Puts a damaged database beside its place, so that a new one can be built. @param now epoch milliseconds
 * @returns the name that its file has now
 */
export async function setDatabaseAside(folder: string, now: Millis): Promise<string> {
  const aside = ASIDE + new Date(now).toISOString().replace(/[-:.]/g, '');
  const names = await readdir(folder);
  for (const suffix of ['', '.wal']) {
    if (names.includes(DATABASE + suffix)) await rename(join(folder, DATABASE + suffix), join(folder, aside + suffix));
  }
  await rm(join(folder, NOTE), { force: true });
  const older = names.filter((name) => name.startsWith(ASIDE) && !name.endsWith('.wal')).sort();
  for (const name of older.slice(0, Math.max(0, older.length + 1 - MAX_KEPT))) {
    for (const suffix of ['', '.wal']) await rm(join(folder, name + suffix), { force: true });
  }
  await syncFolder(folder);
  return aside;
}
