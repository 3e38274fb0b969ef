import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Authority } from '../certificates.js';
import { runOne } from '../run-one.js';
import { webServer } from '../web-server.js';

const authority = new Authority();
const other = new Authority();
afterAll(() => {
  authority.remove();
  other.remove();
});

const CERTIFICATES = {
  long: { from: -1, to: 300.5 },
  short: { from: -1, to: 10.5 },
  lastDay: { from: -1, to: 0.5 },
  expired: { from: -30, to: -3.5 },
  expiredToday: { from: -30, to: -0.5 },
  future: { from: 2, to: 30 },
  otherName: { from: -1, to: 300, names: 'DNS:other.example' },
} as const;

/** Looks at a server that has a certificate. @returns what the checks of kind tls, and http over TLS, say */
async function look(certificate: keyof typeof CERTIFICATES, expect?: { certificate_days: number }, ca = authority.pem) {
  const server = await webServer(
    (_request, response) => response.end('ok'),
    authority.issue(CERTIFICATES[certificate]),
  );
  const further = expect === undefined ? {} : { expect };
  try {
    const tls = await runOne({ kind: 'tls', target: `127.0.0.1:${server.port}`, ...further }, { ca });
    const http = await runOne({ kind: 'http', target: server.url, ...further }, { ca });
    return [tls, http].map(({ status, reason }) => (reason === undefined ? status : `${status}: ${reason}`));
  } finally {
    await server.close();
  }
}

it.each([
  ['long', undefined, ['up', 'up']],
  ['long', 300, ['up', 'up']],
  ['long', 301, Array(2).fill('degraded: the certificate expires in 300 days; at least 301 expected')],
  ['short', 10, ['up', 'up']],
  ['short', 30, Array(2).fill('degraded: the certificate expires in 10 days; at least 30 expected')],
  ['lastDay', 0, ['up', 'up']],
  ['lastDay', 1, Array(2).fill('degraded: the certificate expires in 0 days; at least 1 expected')],
  ['expired', 0, ['down: the certificate expired 3 days ago', 'down: the certificate has expired']],
  ['expiredToday', undefined, ['down: the certificate expired today', 'down: the certificate has expired']],
  ['future', undefined, Array(2).fill('down: the certificate is not valid yet')],
  ['otherName', undefined, Array(2).fill('down: the certificate is for another name')],
] as const)('a certificate that is %s, with %s days expected', async (certificate, days, found) => {
  expect(await look(certificate, days === undefined ? undefined : { certificate_days: days })).toEqual(found);
});

it('expects 14 days of a check of kind tls where nothing is said, and nothing of one of kind http', async () => {
  expect(await look('short')).toEqual(['degraded: the certificate expires in 10 days; at least 14 expected', 'up']);
});

it('believes no authority that it does not know', async () => {
  const found = await look('long', undefined, other.pem);
  expect(found).toEqual(Array(2).fill(expect.stringMatching(/^down: the certificate/)));
});

describe('a server that is none of TLS', () => {
  let server: Server;
  const target = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterEach(() => server.close());
  const listen = async (onConnection: (socket: Socket) => void): Promise<void> => {
    server = createServer(onConnection);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  };

  it('is down when it speaks another protocol', async () => {
    await listen((socket) => socket.on('error', () => undefined).end('220 hello\r\n'));
    const outcome = await runOne({ kind: 'tls', target: target() });
    expect(outcome).toMatchObject({ status: 'down', reason: expect.stringMatching(/TLS|reset|closed/) });
  });

  it('is down when it says nothing', async () => {
    const sockets: Socket[] = [];
    await listen((socket) => sockets.push(socket.on('error', () => undefined)));
    expect(await runOne({ kind: 'tls', target: target(), timeout: '200ms' })).toMatchObject({
      status: 'down',
      reason: 'no answer within 200 ms',
    });
    for (const socket of sockets) socket.destroy();
  });
});
