import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLogFile } from './log-file.js';
import { readManifest, type Manifest } from './manifest.js';
import { checkTable } from './table-file.js';

/** Sequence number and number of operations stand in front of every batch. */
const BATCH_HEADER = 12;

/** Files of LevelDB that hold data; its lock and its notes do not. */
export const isLedgerFile = (name: string): boolean => /^(CURRENT|MANIFEST-\d+|\d+\.(log|ldb|sst))$/.test(name);

interface Batches {
  /** Sequence number of the first operation; undefined for a log without any. */
  readonly first: number | undefined;
  /** Sequence number that has to follow. */
  readonly next: number;
  readonly problem?: string;
}

/** Reads the batches of a log; each goes on where the one before it ended. */
function readBatches(name: string, file: Buffer): Batches {
  let first: number | undefined;
  let next = 0;
  let problem: string | undefined;
  const { state } = readLogFile(file, (record) => {
    if (record.length < BATCH_HEADER) {
      problem ??= `${name}: a batch is too short`;
      return;
    }
    const sequence = Number(record.readBigUInt64LE(0));
    if (first !== undefined && sequence !== next) problem ??= `${name}: batches are missing`;
    first ??= sequence;
    next = sequence + record.readUInt32LE(8);
  });
  if (state === 'damaged') problem ??= `${name}: a batch in the middle cannot be read`;
  return { first, next, ...(problem === undefined ? {} : { problem }) };
}

const numberOf = (name: string): number => Number.parseInt(name, 10);

/** The logs that are still needed follow on each other and on what the manifest says. */
async function checkLogs(folder: string, names: readonly string[], manifest: Manifest): Promise<string[]> {
  const logs = names
    .filter((name) => name.endsWith('.log') && numberOf(name) >= manifest.logNumber)
    .sort((a, b) => numberOf(a) - numberOf(b));
  if (manifest.logNumber > 0 && !logs.some((name) => numberOf(name) === manifest.logNumber))
    return [`the log ${manifest.logNumber} is missing`];
  const problems: string[] = [];
  let expected = manifest.lastSequence + 1;
  let isFirst = true;
  for (const name of logs) {
    const batches = readBatches(name, await readFile(join(folder, name)));
    if (batches.problem !== undefined) problems.push(batches.problem);
    if (batches.first === undefined) continue;
    // What the manifest says may be younger than the log that it names.
    const follows = isFirst ? batches.first <= expected : batches.first === expected;
    if (!follows) problems.push(`${name}: batches in front of it are missing`);
    expected = batches.next;
    isFirst = false;
  }
  return problems;
}

async function checkTables(folder: string, names: readonly string[], manifest: Manifest): Promise<string[]> {
  const problems: string[] = [];
  for (const [number, size] of manifest.tables) {
    const name = names.find((one) => /\.(ldb|sst)$/.test(one) && numberOf(one) === number);
    if (name === undefined) {
      problems.push(`the table ${number} is missing`);
      continue;
    }
    const file = await readFile(join(folder, name));
    if (file.length !== size) {
      problems.push(`${name}: has ${file.length} bytes, not ${size}`);
      continue;
    }
    try {
      checkTable(file);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return problems;
}

async function currentManifest(folder: string): Promise<Manifest | string> {
  const name = (await readFile(join(folder, 'CURRENT'), 'latin1')).replace(/\n$/, '');
  if (!/^MANIFEST-\d+$/.test(name)) return 'CURRENT does not name a manifest';
  try {
    const manifest = readManifest(await readFile(join(folder, name)));
    return manifest.state === 'damaged' ? `${name}: an edit in the middle cannot be read` : manifest;
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Checks the files of a ledger that no process has open, from first to last byte: LevelDB leaves out what it cannot read and
 * takes a log that is gone for an empty one. The end of the last log may be torn: that is how a write ends that was never
 * synced, and nobody was told that it is durable.
 * @returns what is wrong; nothing for a ledger that is sound, or that was never begun
 */
export async function checkLedger(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(isLedgerFile);
  if (!names.includes('CURRENT')) {
    // A first start that ended early leaves the first manifest alone.
    return names.every((name) => name === 'MANIFEST-000001') ? [] : ['CURRENT is missing'];
  }
  const manifest = await currentManifest(folder);
  if (typeof manifest === 'string') return [manifest];
  return [...(await checkLogs(folder, names, manifest)), ...(await checkTables(folder, names, manifest))];
}
