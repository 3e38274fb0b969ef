import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { resolveHost, unlessAborted } from '../../../lib/net/resolve-host.js';
import { down, UP, type Probe } from './probe.js';

/** The texts of a record: an address, a name, or the fields of the larger ones. */
function textsOf(record: unknown): string[] {
  if (typeof record === 'string') return [record];
  // Pieces of a TXT record are one text (RFC 7208, 3.3).
  if (Array.isArray(record)) return [record.join('')];
  return Object.values(record as Readonly<Record<string, unknown>>).map(String);
}

const comparable = (text: string): string => text.toLowerCase().replace(/\.$/, '');

/** Whether a name has records of a type, and one of them the expected value. */
export const probeDns: Probe<'dns'> = async ({ target, body }, { policy, signal }) => {
  const resolver = new Resolver({ tries: 2 });
  if (target.server !== undefined) {
    const { host, port } = target.server;
    const { address } = await resolveHost(host, policy, signal);
    resolver.setServers([`${isIP(address) === 6 ? `[${address}]` : address}:${port}`]);
  }
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const answer: unknown = await unlessAborted(resolver.resolve(target.name, target.type), signal);
    const records = (Array.isArray(answer) ? answer : [answer]) as unknown[];
    if (records.length === 0) return down('the name has no record of this type');
    if (body === undefined || records.flatMap(textsOf).some((text) => comparable(text) === comparable(body))) return UP;
    return down(
      records.length === 1
        ? 'the record has another value than the expected one'
        : `none of the ${records.length} records has the expected value`,
    );
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};
