import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkDatabase } from '../storage/duckdb/check-database.js';
import { checkLedger } from '../storage/integrity/check-ledger.js';
import { knownDamage } from '../storage/integrity/damaged-database.js';
import { CALLER_SECRET, compareWithSeal, isOfDatabase } from '../storage/integrity/seal.js';

/** What is wrong with a data folder that nobody has open. */
export interface Findings {
  readonly ledger: readonly string[];
  readonly database: readonly string[];
  readonly secret: readonly string[];
  /** Whether the service had been stopped, so that all files could be compared with what they were then. */
  readonly wasStopped: boolean;
}

/** A folder that cannot be looked at, in words for people. */
export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
}

async function damagedDatabase(folder: string, names: readonly string[]): Promise<string[]> {
  if (!names.includes('callsight.duckdb')) return ['callsight.duckdb is missing'];
  try {
    const problem = await checkDatabase(join(folder, 'callsight.duckdb'));
    return problem === undefined ? [] : [problem];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FolderRefused(
      /lock/i.test(reason) ? `${folder} is in use; stop the service first` : `the database cannot be opened: ${reason}`,
    );
  }
}

/** Looks at a data folder or a backup, and changes nothing. @throws FolderRefused */
export async function inspectFolder(folder: string): Promise<Findings> {
  const names = await readdir(folder).catch(() => [] as string[]);
  if (!names.includes('ledger')) throw new FolderRefused(`${folder} is no data folder: there is no ledger in it`);
  const known = await knownDamage(folder);
  const damaged = known === undefined ? await damagedDatabase(folder, names) : [known];
  const differences = await compareWithSeal(folder);
  if (differences === undefined) {
    return { ledger: await checkLedger(join(folder, 'ledger')), database: damaged, secret: [], wasStopped: false };
  }
  const those = (isOne: (name: string) => boolean): string[] =>
    differences.filter(({ name }) => isOne(name)).map(({ name, problem }) => `${name} ${problem}`);
  const changed = those(isOfDatabase);
  return {
    ledger: those((name) => name.startsWith('ledger/')),
    database: changed.length > 0 ? changed : damaged,
    secret: those((name) => name === CALLER_SECRET),
    wasStopped: true,
  };
}

export const isSound = ({ ledger, database, secret }: Findings): boolean =>
  ledger.length + database.length + secret.length === 0;

/** The findings, a line each. */
export const describeFindings = ({ ledger, database, secret }: Findings): string =>
  [
    ...ledger.map((problem) => `ledger: ${problem}`),
    ...database.map((problem) => `database: ${problem}`),
    ...secret.map((problem) => `callers' secret: ${problem}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
