import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Exports } from '../reporting/exports/exports.js';
import type { Database } from '../storage/duckdb/database.js';
import type { ServiceContext } from './context.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Exports, in a folder of their own in the data folder. */
export async function buildExports(
  { config }: ServiceContext,
  { database }: { readonly database: Database },
): Promise<Exports> {
  const folder = join(config.dataDir, 'exports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { stallMs, maxWaitMs } = config.exports;
  return new Exports({ connect: () => database.connect(), folder, version, stallMs, maxWaitMs });
}
