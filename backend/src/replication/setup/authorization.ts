import type { Credentials } from './credentials.js';

/** The value of the `Authorization` header: credentials never stand in a URL, where logs and proxies would keep them. */
export function authorization(credentials: Credentials): string {
  if (credentials.kind === 'token') return `Token ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}
