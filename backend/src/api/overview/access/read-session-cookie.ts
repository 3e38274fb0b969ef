import { SESSION_COOKIE } from './session-cookie-name.js';

/** The session id in a `Cookie` header. */
export function readSessionCookie(header: string | undefined): string | undefined {
  return header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
}
