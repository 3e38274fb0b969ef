import { SESSION_COOKIE } from './session-cookie-name.js';

/** `Set-Cookie` for a session; no seconds left deletes it. Scripts cannot read it and other sites cannot send it. */
export const writeSessionCookie = (id: string, seconds: number, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${id}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
