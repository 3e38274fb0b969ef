import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A recorded delivery, fresh for every caller, so that a test may change it. */
export function payload(path: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, '../../payloads', path), 'utf8'));
}
