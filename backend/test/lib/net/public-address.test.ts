import { isPublicAddress } from '../../../src/lib/net/public-address.js';
import { AddressRefused, networkPolicy, resolveHost } from '../../../src/lib/net/resolve-host.js';

const SPECIAL: readonly (readonly [string, ...string[]])[] = [
  ['this network', '0.0.0.0', '0.255.255.255'],
  ['private, RFC 1918', '10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
  ['carrier-grade NAT, and metadata of one cloud', '100.64.0.0', '100.127.255.255', '100.100.100.200'],
  ['loopback', '127.0.0.1', '127.255.255.255', '::1'],
  [
    'link-local, and metadata of most clouds',
    '169.254.0.0',
    '169.254.169.254',
    '169.254.255.255',
    'fe80::1',
    'febf::1',
  ],
  ['metadata at a public address', '168.63.129.16'],
  ['protocol assignments, and metadata of one cloud', '192.0.0.0', '192.0.0.192', '192.0.0.255'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.255', '2001:db8::1', '3fff::1'],
  ['benchmarks', '198.18.0.0', '198.19.255.255'],
  ['relays of 6to4, and 6to4', '192.88.99.1', '2002:7f00:1::'],
  ['multicast, reserved, broadcast', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1'],
  ['unspecified', '::'],
  ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '::ffff:8.8.8.8'],
  ['IPv4-compatible', '::127.0.0.1', '::8.8.8.8'],
  ['translated by NAT64', '64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  ['Teredo and other protocols', '2001::1', '2001:0:7f00:1::', '2001:1ff:ffff::1'],
  ['unique local, and metadata of one cloud', 'fc00::1', 'fd00:ec2::254', 'fdff::1'],
  ['site-local', 'fec0::1'],
  ['with a zone', 'fe80::1%lo', '2606:4700::1%eth0'],
  ['no address', '', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '1.2.3.4.5', '[::1]', '8.8.8.8 '],
];

it.each(SPECIAL)('refuses what is %s', (_, ...addresses) => {
  expect(addresses.filter(isPublicAddress)).toEqual([]);
});

it.each([
  ['IPv4', '1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  [
    'IPv4 beside special networks',
    '168.63.129.15',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
  ],
  ['IPv6', '2606:4700:4700::1111', '2a00:1450:4001::1', '2001:4860:4860::8888', '2400:cb00::1'],
])('takes public addresses: %s', (_, ...addresses) => {
  expect(addresses.filter((address) => !isPublicAddress(address))).toEqual([]);
});

const signal = new AbortController().signal;

it.each(['127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost', '0'])(
  'refuses the loopback however it is written: %s',
  async (host) => {
    await expect(resolveHost(host, networkPolicy(false), signal)).rejects.toBeInstanceOf(AddressRefused);
    expect((await resolveHost(host, networkPolicy(true), signal)).address).toMatch(
      /^(127\.0\.0\.1|::1|0\.0\.0\.0|::ffff:.*)$/,
    );
  },
);

it('chooses among the addresses of a name one that may be reached, and refuses a name without one', async () => {
  const answers = [
    { address: '2606:4700::1', family: 6 },
    { address: '10.0.0.1', family: 4 },
    { address: '1.1.1.1', family: 4 },
  ];
  const policy = { ...networkPolicy(false), lookUp: () => Promise.resolve(answers) };
  expect(await resolveHost('both.example', policy, signal)).toEqual({
    name: 'both.example',
    address: '1.1.1.1',
    family: 4,
  });
  const inside = { ...policy, lookUp: () => Promise.resolve(answers.slice(1, 2)) };
  await expect(resolveHost('inside.example', inside, signal)).rejects.toBeInstanceOf(AddressRefused);
});

it('does not wait for a name server that does not answer', async () => {
  const policy = { ...networkPolicy(false), lookUp: () => new Promise<never>(() => undefined) };
  await expect(resolveHost('slow.example', policy, AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  await expect(resolveHost('slow.example', policy, AbortSignal.timeout(20))).rejects.toThrow();
});
