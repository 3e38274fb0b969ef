import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a form was sent from a page of this service. Browsers say where a request comes from; what is no browser says
 * nothing, and cannot be made to sign anybody in or out.
 * @param host as the visitor's browser addressed this service
 */
export function isSameSite({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders, host: string): boolean {
  if (typeof site === 'string') return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
