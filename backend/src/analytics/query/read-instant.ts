import { QueryError } from '../catalogue/language/query-error.js';
import { parseInstant } from '../../lib/time/instant.js';

const EARLIEST = Date.UTC(1990, 0, 1) * 1_000;
const LATEST = Date.UTC(2100, 0, 1) * 1_000;

/** Relative times can lead beyond what a calendar holds. */
function parse(value: string | number, now: number, zone: string, isEnd: boolean): number | undefined {
  try {
    return parseInstant(value, now, zone, isEnd);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Reads one end of a range: RFC 3339, epoch milliseconds, or relative to now.
 * @param path of the value in the request
 * @returns epoch microseconds
 * @throws QueryError when it is no time from 1990 to 2100
 */
export function readInstant(
  value: string | number,
  path: string,
  isEnd: boolean,
  { now, timezone }: { readonly now: number; readonly timezone: string },
): number {
  const instant = parse(value, now, timezone, isEnd);
  if (instant !== undefined && instant >= EARLIEST && instant <= LATEST) return instant;
  throw new QueryError(
    'invalid_range',
    `${path.slice(path.lastIndexOf('/') + 1)}: "${String(value).slice(0, 60)}" is no time from 1990 to 2100; valid are RFC 3339, epoch milliseconds, or now-7d, now/d`,
    path,
  );
}
