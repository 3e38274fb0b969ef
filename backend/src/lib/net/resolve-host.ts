import { lookup, type LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import { isPublicAddress } from './public-address.js';

/** What may be connected to, and whom certificates are believed from. */
export interface NetworkPolicy {
  /** Whether an address may be connected to. */
  readonly allows: (address: string) => boolean;
  /** Certificate authorities (PEM) in the place of those of Node. */
  readonly ca?: string;
  /** All addresses of a name. */
  readonly lookUp: (name: string) => Promise<readonly LookupAddress[]>;
}

const lookUpAll = promisify(lookup);

/**
 * Names as everything on this machine resolves them, hosts file and search domains included.
 * @param allowsPrivate whether private, loopback, link-local and other special addresses may be connected to
 */
export const networkPolicy = (allowsPrivate: boolean): NetworkPolicy => ({
  allows: (address) => allowsPrivate || isPublicAddress(address),
  // It cannot be broken off, but libuv lets such look-ups have half of its threads at most: the disk is not held up.
  lookUp: (name) => lookUpAll(name, { all: true }),
});

/** A host with the one address that is connected to: nothing resolves its name a second time. */
export interface ResolvedHost {
  /** As it was named, without the brackets of an IPv6 address. */
  readonly name: string;
  readonly address: string;
  readonly family: 4 | 6;
}

/** A name that leads to addresses which may not be reached. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  constructor() {
    super('the address is not a public one');
  }
}

/** The reason of a signal as an error. */
export const reasonOfAbort = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error('aborted');

/** Settles as the promise does, or rejects as soon as the signal is aborted. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(reasonOfAbort(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Resolves a host once, and chooses the address to connect to: the first one that may be reached, IPv4 before IPv6, which
 * fewer networks carry.
 * @throws AddressRefused when none of its addresses may be reached; the system's error when there is none
 */
export async function resolveHost(host: string, policy: NetworkPolicy, signal: AbortSignal): Promise<ResolvedHost> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  const found = await unlessAborted(policy.lookUp(name), signal);
  const ordered = found.toSorted((one, other) => one.family - other.family);
  const chosen = ordered.find(({ address }) => policy.allows(address));
  if (chosen === undefined) throw new AddressRefused();
  return { name, address: chosen.address, family: chosen.family === 6 ? 6 : 4 };
}
