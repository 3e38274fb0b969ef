import type { EndReason, EndReasonOverrides, EndReasonTable } from './end-reason.js';

const longestFirst = (a: string, b: string): number => b.length - a.length;

const lookUp = <T>(table: Readonly<Record<string, T>>, reason: string): T | undefined => {
  if (Object.hasOwn(table, reason)) return table[reason];
  const families = Object.keys(table).filter((key) => key.endsWith('*') && reason.startsWith(key.slice(0, -1)));
  const [closest] = families.sort(longestFirst);
  return closest === undefined ? undefined : table[closest];
};

/** Names that providers give to what broke; new ones keep appearing. */
const BROKEN = /error|fault|failed|failure/;

/** Of a reason that is in no table we know at most, by its name, that something broke. */
const unlisted = (reason: string): EndReason =>
  BROKEN.test(reason) ? { endedBy: 'system', outcome: 'failed', error: true } : { endedBy: 'system' };

/** What `reason` means: the exact entry, else the one with the longest matching prefix; overrides come on top. */
export function findEndReason(
  reason: string | undefined,
  table: EndReasonTable,
  overrides: EndReasonOverrides,
): EndReason {
  if (reason === undefined) return { endedBy: 'system' };
  return { ...(lookUp(table, reason) ?? unlisted(reason)), ...lookUp(overrides, reason) };
}
