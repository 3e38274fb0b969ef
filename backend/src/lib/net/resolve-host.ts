import { lookup } from 'node:dns/promises';
import { isPublicAddress } from './public-address.js';

/** Which addresses may be connected to, and whom certificates are believed from. */
export interface NetworkPolicy {
  /** Whether private, loopback, link-local and other special addresses may be reached. */
  readonly allowsPrivate: boolean;
  /** Certificate authorities (PEM) in the place of those of Node. */
  readonly ca?: string;
}

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
  signal.throwIfAborted();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(reasonOfAbort(signal));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Resolves a host once, as everything on this machine does (hosts file and search domains included), and chooses the
 * address to connect to: the first one that may be reached, IPv4 before IPv6, which fewer networks carry.
 * @throws AddressRefused when none of its addresses may be reached; the system's error when there is none
 */
export async function resolveHost(host: string, policy: NetworkPolicy, signal: AbortSignal): Promise<ResolvedHost> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  // It cannot be broken off, but libuv lets such look-ups have half of its threads at most: the disk is not held up.
  const found = await unlessAborted(lookup(name, { all: true }), signal);
  const ordered = found.toSorted((one, other) => one.family - other.family);
  const chosen = ordered.find(({ address }) => policy.allowsPrivate || isPublicAddress(address));
  if (chosen === undefined) throw new AddressRefused();
  return { name, address: chosen.address, family: chosen.family === 6 ? 6 : 4 };
}
