import type { Environment } from './environment.js';

const NAME = 'CALLSIGHT_PUBLIC_URL';

/**
 * The address that platforms call, without a slash at its end. It is a setting, because what a request says of it (`Host`)
 * is the sender's choice; without one it is the address that the service listens on.
 */
export function readPublicUrl(
  env: Environment,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  const own = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const text = env.text(NAME, own);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (url === undefined || !isPlain || !['http:', 'https:'].includes(url.protocol)) {
    env.errors.push(`${NAME}: expected an address such as https://calls.example.com, without credentials or query`);
    return own;
  }
  return text.replace(/\/+$/, '');
}
