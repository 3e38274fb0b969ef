import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the whole project. */
export const REPOSITORY = join(__dirname, '../../..');

/** The text of one of its files. */
export const textOf = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
