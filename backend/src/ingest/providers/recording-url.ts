import type { PayloadField } from './payload-field.js';

/** Clipped, an address leads nowhere: one beyond the limit of the contract is dropped. */
const LONGEST = 4_096;

/** The address of a recording, if it is one that can be fetched. */
export function recordingUrl(field: PayloadField): string | undefined {
  const url = field.text();
  if (url === undefined || url.length > LONGEST || !URL.canParse(url)) return undefined;
  return ['http:', 'https:'].includes(new URL(url).protocol) ? url : undefined;
}
