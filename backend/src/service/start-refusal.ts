import { ConfigError } from '../config/config.js';
import { DataDamaged } from '../storage/integrity/data-damaged.js';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error with all its causes, as text and as codes. */
function chainOf(error: unknown): string {
  const parts: string[] = [];
  for (let one: unknown = error; one instanceof Error && parts.length < 10; one = one.cause)
    parts.push(`${one.message} ${(one as NodeJS.ErrnoException).code ?? ''}`);
  return parts.join('\n');
}

const SURROUNDINGS: readonly (readonly [RegExp, (folder: string) => string])[] = [
  [
    /LEVEL_LOCKED|Could not set lock/i,
    (folder) => `another process has the data folder ${folder} open; an instance needs a folder of its own`,
  ],
  [/EROFS|Read-only file system/i, (folder) => `the data folder ${folder} is on a read-only file system`],
  [/ENOSPC|EDQUOT|No space left|not enough space/i, (folder) => `the disk of the data folder ${folder} is full`],
  [
    /EACCES|EPERM|Permission denied|Operation not permitted/i,
    (folder) => `the data folder ${folder} cannot be read and written by this user`,
  ],
  [/ENOTDIR|EEXIST|Not a directory/i, (folder) => `${folder} is not a folder`],
  // What Node says of a folder that cannot be made, whatever the reason.
  [/ENOENT[^\n]*mkdir/, (folder) => `the data folder ${folder} cannot be made`],
];

/**
 * Why the service cannot start, in a sentence, where that lies in its settings, its data or the machine.
 * @returns undefined for a fault of the service itself
 */
export function startRefusal(error: unknown, dataDir: string): string | undefined {
  if (error instanceof ConfigError || error instanceof DataDamaged) return error.message;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'listen') return `it cannot listen (${code ?? 'error'}): ${messageOf(error)}`;
  const chain = chainOf(error);
  return SURROUNDINGS.find(([pattern]) => pattern.test(chain))?.[1](dataDir);
}
