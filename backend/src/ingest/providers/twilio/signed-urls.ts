const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

const AUTHORITY = /^(https?:)\/\/([^/?#]*)/;

/**
 * The texts of one URL that Twilio may have signed: as it is, without its port, and with the standard port written out.
 * Taken apart by hand, because a URL parser would change what was signed (escapes, an absent slash).
 */
export function signedUrls(url: string): string[] {
  const [whole = '', scheme = '', authority = ''] = AUTHORITY.exec(url) ?? [];
  if (whole === '') return [url];
  const rest = url.slice(whole.length);
  const host = authority.replace(/:\d+$/, '');
  const port = host === authority ? (DEFAULT_PORTS[scheme] ?? '') : authority.slice(host.length + 1);
  return [...new Set([url, `${scheme}//${host}${rest}`, `${scheme}//${host}:${port}${rest}`])];
}
