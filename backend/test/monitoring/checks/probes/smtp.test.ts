import type { Socket } from 'node:net';
import { until } from '../../../support/service/until.js';
import { Authority } from '../certificates.js';
import { runOne } from '../run-one.js';
import { lineServer } from './line-server.js';

const EHLO = '250-mail.example greets you\r\n250-SIZE 1000\r\n250 HELP\r\n';

/** A mail server with a greeting, and its reply to EHLO. */
const mailServer =
  (greeting: string, hello = EHLO) =>
  (socket: Socket): void => {
    socket.write(greeting);
    socket.on('data', (part: Buffer) => {
      const text = part.toString('latin1');
      if (text.startsWith('EHLO')) socket.write(hello);
      if (text.includes('QUIT')) socket.end('221 bye\r\n');
    });
  };

/** @param timeout short only for a server that never answers: any other must have the time that a busy machine takes */
async function look(
  onConnection: (socket: Socket) => void,
  timeout = '10s',
): Promise<{ found: unknown; received: string }> {
  const server = await lineServer(onConnection);
  try {
    const { status, reason } = await runOne({ kind: 'smtp', target: `127.0.0.1:${server.port}`, timeout });
    if (status === 'up') await until(() => Promise.resolve(server.received.endsWith('QUIT\r\n')));
    return { found: reason === undefined ? status : `${status}: ${reason}`, received: server.received };
  } finally {
    await server.close();
  }
}

it.each([
  ['one line', '220 mail.example ESMTP\r\n', EHLO],
  ['several lines', '220-mail.example\r\n220-be kind\r\n220 ESMTP\r\n', EHLO],
  ['a line that comes in pieces', '220 mail', '.example ESMTP\r\n250 ok\r\n'],
])('greets, takes EHLO and is left with QUIT, without any mail: %s', async (_, greeting, hello) => {
  const inPieces = (socket: Socket): void => {
    socket.write(greeting, () => socket.write(hello));
    socket.on('data', (part: Buffer) => part.toString().includes('QUIT') && socket.end('221 bye\r\n'));
  };
  const server = greeting.endsWith('\n') ? mailServer(greeting, hello) : inPieces;
  expect(await look(server)).toEqual({ found: 'up', received: 'EHLO callsight.invalid\r\nQUIT\r\n' });
});

it.each<[string, (socket: Socket) => void, string]>([
  ['takes no mail', mailServer('554 no service for secret-4711\r\n'), 'the server greeted with 554; expected 220'],
  ['refuses EHLO', mailServer('220 hi\r\n', '502 what?\r\n'), 'the server answered EHLO with 502; expected 250'],
  ['speaks another protocol', (socket) => socket.write('+OK POP3 ready\r\n'), 'the server does not speak SMTP'],
  ['closes at once', (socket) => socket.end(), 'the server closed the connection before it had answered'],
  [
    'closes after the greeting',
    (socket) => socket.end('220 hi\r\n'),
    'the server closed the connection before it had answered',
  ],
  [
    'has no end of a line',
    (socket) => socket.write('2'.repeat(10_000)),
    'the server answered with a line that does not end',
  ],
  [
    'has no end of a reply',
    (socket) => socket.write('220-x\r\n'.repeat(200)),
    'the server answered with a reply that does not end',
  ],
])('is down when the server %s', async (_, server, reason) => {
  expect((await look(server)).found).toBe(`down: ${reason}`);
});

it('is down when the server says nothing', async () => {
  expect((await look(() => undefined, '300ms')).found).toBe('down: no answer within 300 ms');
});

it('speaks TLS from the first byte on for smtps:, and believes no unknown authority', async () => {
  const authority = new Authority();
  const server = await lineServer(mailServer('220 hi\r\n'), authority.issue({ from: -1, to: 30 }));
  try {
    const target = `smtps://127.0.0.1:${server.port}`;
    expect(await runOne({ kind: 'smtp', target }, { ca: authority.pem })).toMatchObject({ status: 'up' });
    expect(await runOne({ kind: 'smtp', target })).toMatchObject({
      status: 'down',
      reason: expect.stringMatching(/^the certificate/),
    });
  } finally {
    await server.close();
    authority.remove();
  }
});

describe('a port', () => {
  it('is up when it takes connections, and down when it does not', async () => {
    const server = await lineServer(() => undefined);
    const target = `127.0.0.1:${server.port}`;
    expect(await runOne({ kind: 'tcp', target })).toMatchObject({ status: 'up', latencyMs: expect.any(Number) });
    await server.close();
    expect(await runOne({ kind: 'tcp', target })).toMatchObject({
      status: 'down',
      reason: 'the connection was refused',
    });
  });

  it('is not connected to where its address is not allowed', async () => {
    const outcome = await runOne({ kind: 'tcp', target: '127.0.0.1:1' }, { allows: () => false });
    expect(outcome).toMatchObject({ status: 'down', reason: expect.stringContaining('not a public one') });
  });
});
