import { domainToASCII } from 'node:url';

/** Who may get mail, and who is told to be outside of the firm. */
interface AllowList {
  /** Whether mail may go there at all. */
  readonly permits: (address: string) => boolean;
  /** Whether it lies outside the list, or outside the domain of the sender where there is none. */
  readonly isExternal: (address: string) => boolean;
}

/** @returns in lower case, as in the domain name system; "" for what is no address */
const domainOf = (address: string): string =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1).trim()).toLowerCase();

/** A domain holds what lies below it only when the list says so: `*.example.com`. */
const matches = (domain: string, entry: string): boolean =>
  entry.startsWith('*.') ? domain.endsWith(entry.slice(1)) : domain === entry;

/**
 * @param domains permitted ones, `example.com` or `*.example.com`; empty permits all
 * @param sender address that mail comes from
 */
export function allowList(domains: readonly string[], sender: string): AllowList {
  const entries = domains.map((domain) =>
    domain.startsWith('*.') ? `*.${domainToASCII(domain.slice(2)).toLowerCase()}` : domainToASCII(domain).toLowerCase(),
  );
  const own = entries.length === 0 ? [domainOf(sender)] : entries;
  const isListed = (address: string): boolean => {
    const domain = address.includes('@') ? domainOf(address) : '';
    return domain !== '' && own.some((entry) => matches(domain, entry));
  };
  return {
    permits: (address) =>
      entries.length === 0 ? address.includes('@') && domainOf(address) !== '' : isListed(address),
    isExternal: (address) => !isListed(address),
  };
}
