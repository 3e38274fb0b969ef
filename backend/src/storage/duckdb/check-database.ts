import { DuckDBInstance } from '@duckdb/node-api';
import { readWhole } from './database.js';
import { isDatabaseDamage } from './is-damage.js';

/**
 * Reads a database from first to last block, and changes nothing.
 * @returns what is wrong with it, if something is
 * @throws for one that cannot be opened at present, such as one in use
 */
export async function checkDatabase(file: string): Promise<string | undefined> {
  try {
    const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
    try {
      const writer = await instance.connect();
      await readWhole({ writer });
      writer.closeSync();
      return undefined;
    } finally {
      instance.closeSync();
    }
  } catch (error) {
    if (!isDatabaseDamage(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
