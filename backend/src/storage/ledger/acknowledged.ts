import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Its name in the data folder. */
export const ACKNOWLEDGED = 'ledger.acknowledged';

const LENGTH = 32;

const lineOf = (version: number): string => {
  const number = String(version).padStart(20, '0');
  return `${number} ${crc32(number).toString(16).padStart(8, '0')}\n`.padEnd(LENGTH);
};

/**
 * The number of the last commit that was acknowledged, in a file outside of the ledger: a ledger that holds fewer has lost
 * some. It is written after the commit was synced and not synced itself, which costs microseconds: it may lie behind the
 * ledger, never before it, whether the process or the machine fails.
 */
export class Acknowledged {
  readonly #file: number;
  /** What the file said when it was opened; 0 when there was none. */
  readonly version: number;

  constructor(path: string) {
    this.version = readVersion(path);
    this.#file = openSync(path, openFlags(path), 0o600);
  }

  note(version: number): void {
    writeSync(this.#file, lineOf(version), 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function openFlags(path: string): 'r+' | 'w+' {
  return contentsOf(path) === undefined ? 'w+' : 'r+';
}

function contentsOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A file that is not as it was written says nothing. */
function readVersion(path: string): number {
  const contents = contentsOf(path);
  const version = Number(contents?.slice(0, 20));
  return contents === lineOf(version) ? version : 0;
}
