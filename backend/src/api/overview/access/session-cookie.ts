/** The cookie of a session, and what keeps forms of other sites from using it. */
import type { IncomingHttpHeaders } from 'node:http';
import { parse, serialize } from 'cookie';

const SESSION_COOKIE = 'callsight_session';

/** The session id in a `Cookie` header. */
export const readSessionCookie = (header = ''): string | undefined => parse(header)[SESSION_COOKIE];

/** `Set-Cookie` for a session; no seconds left deletes it. Scripts cannot read it and other sites cannot send it. */
export const writeSessionCookie = (id: string, seconds: number, isSecure: boolean): string =>
  serialize(SESSION_COOKIE, id, { path: '/', maxAge: seconds, httpOnly: true, sameSite: 'strict', secure: isSecure });

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
