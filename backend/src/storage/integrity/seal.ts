import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isLedgerFile } from './check-ledger.js';
import { syncFolder, writeDurably } from './durable-file.js';

/** A file of a data folder as it was when the service stopped. */
interface SealedFile {
  /** Relative to the folder, with `/`. */
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
}

const SEAL = 'seal.json';
const PIECE = 4 << 20;

/** Files beside the ledger that hold data. */
export const CALLER_SECRET = 'caller.secret';
/** Of links that were sent. Another one does no harm to data, so that it is not sealed. */
export const LINK_SECRET = 'link.secret';
/** Of transcripts. The service compares it with what the ledger knows of it. */
export const TRANSCRIPT_SECRET = 'transcript.secret';
const SINGLE: readonly string[] = ['callsight.duckdb', 'callsight.duckdb.wal', CALLER_SECRET];

export const isOfDatabase = (name: string): boolean => name.startsWith('callsight.duckdb');

async function dataFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const ledger = names.includes('ledger') ? await readdir(join(folder, 'ledger')) : [];
  return [
    ...SINGLE.filter((name) => names.includes(name)),
    ...ledger.filter(isLedgerFile).map((name) => `ledger/${name}`),
  ];
}

async function sealedFile(folder: string, name: string): Promise<SealedFile> {
  const handle = await open(join(folder, name), 'r');
  try {
    const piece = Buffer.alloc(PIECE);
    let size = 0;
    let sum = 0;
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, PIECE, size);
      if (bytesRead === 0) return { name, size, crc32: sum };
      sum = crc32(piece.subarray(0, bytesRead), sum);
      size += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

const filesOf = async (folder: string): Promise<SealedFile[]> => {
  const files: SealedFile[] = [];
  for (const name of (await dataFiles(folder)).sort()) files.push(await sealedFile(folder, name));
  return files;
};

/** Writes down what a data folder holds that nobody has open any more. */
export async function writeSeal(folder: string): Promise<void> {
  const files = JSON.stringify(await filesOf(folder));
  await writeDurably(join(folder, SEAL), `${JSON.stringify({ crc32: crc32(files), files })}\n`);
}

/** Takes the seal off before anything is written, durably: a later crash must not find one that no longer fits. */
export async function removeSeal(folder: string): Promise<void> {
  await rm(join(folder, SEAL), { force: true });
  await syncFolder(folder);
}

async function readSeal(folder: string): Promise<readonly SealedFile[] | undefined> {
  try {
    const { crc32: sum, files } = JSON.parse(await readFile(join(folder, SEAL), 'utf8')) as {
      crc32: number;
      files: string;
    };
    return crc32(files) === sum ? (JSON.parse(files) as SealedFile[]) : undefined;
  } catch {
    // None after a crash. One that cannot be read is as good as none: everything is looked at more closely then.
    return undefined;
  }
}

export interface Difference {
  readonly name: string;
  readonly problem: string;
}

/**
 * Compares a data folder with what it held when the service stopped.
 * @returns undefined when that is not known, because the service was killed
 */
export async function compareWithSeal(folder: string): Promise<Difference[] | undefined> {
  const sealed = await readSeal(folder);
  if (sealed === undefined) return undefined;
  const found = new Map((await filesOf(folder)).map((file) => [file.name, file]));
  const differences = sealed.flatMap(({ name, size, crc32: sum }): Difference[] => {
    const file = found.get(name);
    found.delete(name);
    if (file === undefined) return [{ name, problem: 'is missing' }];
    if (file.size !== size) return [{ name, problem: `has ${file.size} bytes, not ${size}` }];
    return file.crc32 === sum ? [] : [{ name, problem: 'has other contents than when the service stopped' }];
  });
  const added = [...found.keys()].map((name) => ({ name, problem: 'was not there when the service stopped' }));
  return [...differences, ...added];
}
