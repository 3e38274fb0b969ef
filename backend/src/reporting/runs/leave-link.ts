import { signLink } from '../../access/signed-links.js';
import { DAY_MS } from '../../lib/time/durations.js';
import type { Links } from './shown-run.js';

/** Somebody may leave with the oldest mail. */
const VALID_MS = 3_650 * DAY_MS;

/** Address at which somebody can leave a schedule: it holds no address of a person, and opens nothing else. */
export function leaveUrl(
  { tenant, schedule, hash }: { readonly tenant: string; readonly schedule: string; readonly hash: string },
  { linkSecrets, publicUrl, clock }: Pick<Links, 'linkSecrets' | 'publicUrl' | 'clock'>,
): string {
  const path = `/v1/unsubscribe/${encodeURIComponent(schedule)}/${hash}`;
  const { expires, signature } = signLink({ tenant, path, expiresAt: clock() + VALID_MS }, linkSecrets);
  return `${publicUrl}${path}?expires=${expires}&signature=${encodeURIComponent(signature)}`;
}
