const DAMAGE =
  /corrupt|checksum|not a valid DuckDB|serializ|INTERNAL Error|FATAL|replaying WAL|Could not read|end of file/i;

/** The disk, or the rights to it, keep DuckDB from working; its files may be as they were written. */
const SURROUNDINGS = /No space left|Permission denied|Read-only file system|Could not write|Could not set lock/i;

/** Whether an error of DuckDB says that a file is not as it was written. */
export function isDatabaseDamage(error: unknown): boolean {
  const reason = error instanceof Error ? error.message : String(error);
  return DAMAGE.test(reason) && !SURROUNDINGS.test(reason);
}
