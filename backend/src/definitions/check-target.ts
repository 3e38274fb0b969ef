import type { CheckKind } from '@callsight/contract/monitoring/check-words';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import type { Endpoint } from '../lib/net/open-connection.js';

const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT'] as const;
type RecordType = (typeof RECORD_TYPES)[number];

/** What a check looks at, by its kind. */
export type CheckTarget =
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'influxdb'; readonly url: URL }
  | ({ readonly kind: 'tcp' } & Endpoint)
  | ({ readonly kind: 'tls' } & Endpoint)
  | ({ readonly kind: 'smtp'; readonly isTls: boolean } & Endpoint)
  | { readonly kind: 'dns'; readonly name: string; readonly type: RecordType; readonly server: Endpoint | undefined }
  | { readonly kind: 'heartbeat' };

const EXPECTED: Readonly<Record<CheckKind, string>> = {
  http: 'a URL such as https://example.com/health',
  tcp: 'host:port such as db.example.com:5432',
  tls: 'host:port or a URL such as example.com:443',
  smtp: 'host:port, smtp://host:port or smtps://host:port such as mail.example.com:25',
  dns: 'a name, with a record type and a server if need be, such as "example.com AAAA @192.0.2.53"',
  influxdb: 'host:port or a URL such as http://influxdb.example.com:8086',
  heartbeat: 'no target',
};

const invalid = (kind: CheckKind, why: string): QueryError =>
  new QueryError('invalid_check', `/target: ${why}; a check of kind ${kind} takes ${EXPECTED[kind]}`, '/target');

/** @throws QueryError for what is no URL of these schemes, or has credentials, a fragment or no host */
function urlOf(kind: CheckKind, text: string, schemes: readonly string[]): URL {
  if (!URL.canParse(text)) throw invalid(kind, 'this is no address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw invalid(kind, 'credentials do not belong into a target');
  if (!schemes.includes(url.protocol.slice(0, -1)))
    throw invalid(kind, `${url.protocol} is none of ${schemes.map((scheme) => `${scheme}:`).join(', ')}`);
  if (url.hostname === '') throw invalid(kind, 'the host is missing');
  if (url.hash !== '') throw invalid(kind, 'a fragment (#) is never sent');
  return url;
}

/** @param ports schemes that are taken, each with its usual port; the first is meant where none is written */
function endpointOf(
  kind: CheckKind,
  text: string,
  ports: Readonly<Record<string, number | undefined>>,
): Endpoint & { readonly scheme: string } {
  const schemes = Object.keys(ports);
  const url = urlOf(kind, text.includes('://') ? text : `${schemes[0] ?? ''}://${text}`, schemes);
  if (!['', '/'].includes(url.pathname) || url.search !== '') throw invalid(kind, 'a path has no meaning here');
  const scheme = url.protocol.slice(0, -1);
  const port = url.port === '' ? ports[scheme] : Number(url.port);
  if (port === undefined) throw invalid(kind, 'the port is missing');
  if (port === 0) throw invalid(kind, '0 is no port');
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, scheme };
}

const DNS_NAME = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i;

function dnsOf(text: string): CheckTarget {
  const [name = '', ...further] = text.trim().split(/\s+/);
  if (!DNS_NAME.test(name)) throw invalid('dns', `"${name.slice(0, 60)}" is no name`);
  const types = further.filter((word) => !word.startsWith('@'));
  const servers = further.filter((word) => word.startsWith('@'));
  if (types.length > 1 || servers.length > 1) throw invalid('dns', 'there is more than one record type or server');
  const [word = 'A'] = types;
  const type = RECORD_TYPES.find((known) => known === word.toUpperCase());
  if (type === undefined)
    throw invalid('dns', `"${word.slice(0, 20)}" is none of the record types ${RECORD_TYPES.join(', ')}`);
  const [server] = servers;
  return {
    kind: 'dns',
    name,
    type,
    server: server === undefined ? undefined : endpointOf('dns', server.slice(1), { dns: 53 }),
  };
}

function influxOf(text: string): CheckTarget {
  const url = urlOf('influxdb', text.includes('://') ? text : `http://${text}`, ['http', 'https']);
  if (url.search !== '') throw invalid('influxdb', 'a query string has no meaning here');
  return { kind: 'influxdb', url };
}

function smtpOf(text: string): CheckTarget {
  const { host, port, scheme } = endpointOf('smtp', text, { smtp: 25, smtps: 465 });
  return { kind: 'smtp', host, port, isTls: scheme === 'smtps' };
}

const READERS: Readonly<Record<Exclude<CheckKind, 'heartbeat'>, (text: string) => CheckTarget>> = {
  http: (text) => ({ kind: 'http', url: urlOf('http', text, ['http', 'https']) }),
  tcp: (text) => ({ kind: 'tcp', ...endpointOf('tcp', text, { tcp: undefined }) }),
  tls: (text) => ({ kind: 'tls', ...endpointOf('tls', text, { tls: 443, https: 443 }) }),
  smtp: smtpOf,
  dns: dnsOf,
  influxdb: influxOf,
};

/** Reads the target of a check. @throws QueryError that says what would be valid */
export function readTarget(kind: CheckKind, text: string | undefined): CheckTarget {
  if (kind === 'heartbeat') {
    if (text !== undefined) throw invalid(kind, 'the component is listened for, not asked');
    return { kind };
  }
  if (text === undefined || text.trim() === '') throw invalid(kind, 'the target is missing');
  return READERS[kind](text.trim());
}
