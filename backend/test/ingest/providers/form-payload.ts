import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The fields of a recorded form post, fresh for every caller; none of the recorded ones comes twice. */
export function formPayload(path: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(readFileSync(join(__dirname, '../../payloads', path), 'utf8')));
}
