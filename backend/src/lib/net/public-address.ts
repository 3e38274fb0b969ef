import { BlockList, isIP } from 'node:net';

/**
 * IPv4 networks that are not the public Internet (IANA special-purpose registry), and one public address that a cloud
 * provider answers with credentials of the machine.
 */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Parts of 2000::/3 that are no public hosts, or that carry an IPv4 address which nobody has looked at. */
const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const networks = (list: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList => {
  const blocks = new BlockList();
  for (const [network, prefix] of list) blocks.addSubnet(network, prefix, family);
  return blocks;
};

const SPECIAL = { ipv4: networks(SPECIAL_V4, 'ipv4'), ipv6: networks(SPECIAL_V6, 'ipv6') };

/** All public unicast addresses of IPv6; mapped, translated, link-local, unique local and loopback ones lie outside. */
const GLOBAL_V6 = networks([['2000::', 3]], 'ipv6');

/** Whether an address is one of the public Internet. @param address as `net.isIP` takes it; anything else is not */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !SPECIAL.ipv4.check(address, 'ipv4');
  // A zone, such as in fe80::1%eth0, names an interface of this machine.
  if (version !== 6 || address.includes('%')) return false;
  return GLOBAL_V6.check(address, 'ipv6') && !SPECIAL.ipv6.check(address, 'ipv6');
}
