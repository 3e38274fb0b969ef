import { runOne } from '../run-one.js';
import { nameData, nameServer, type NameServer } from './name-server.js';

let server: NameServer;
beforeAll(async () => {
  server = await nameServer({
    'example.test A': [Buffer.from([192, 0, 2, 1]), Buffer.from([192, 0, 2, 2])],
    'example.test MX': [Buffer.concat([Buffer.from([0, 10]), nameData('mail.example.test')])],
    'example.test TXT': [Buffer.from('\u0005v=one\u0004 two')],
    'example.test AAAA': [],
    'one.test A': [Buffer.from([192, 0, 2, 3])],
    'slow.test A': undefined,
  });
});
afterAll(() => server.close());

/** @param timeout short only for a name that is never answered: any other must have the time that a busy machine takes */
const look = async (question: string, body?: string, timeout = '10s'): Promise<string> => {
  const target = `${question} @127.0.0.1:${server.port}`;
  const expect = body === undefined ? {} : { expect: { body } };
  const { status, reason } = await runOne({ kind: 'dns', target, timeout, ...expect });
  return reason === undefined ? status : `${status}: ${reason}`;
};

it.each([
  ['example.test', undefined, 'up'],
  ['example.test A', '192.0.2.2', 'up'],
  ['EXAMPLE.test. a', '192.0.2.1', 'up'],
  ['example.test MX', 'mail.example.test', 'up'],
  ['example.test MX', 'Mail.Example.Test.', 'up'],
  ['example.test TXT', 'v=one two', 'up'],
  ['example.test A', '192.0.2.3', 'down: none of the 2 records has the expected value'],
  ['one.test', '192.0.2.1', 'down: the record has another value than the expected one'],
  ['example.test AAAA', undefined, 'down: the name has no record of this type'],
  ['missing.test', undefined, 'down: the name does not exist'],
])('%s, %s expected: %s', async (question, body, found) => {
  expect(await look(question, body)).toBe(found);
});

it('is down when the server does not answer', async () => {
  expect(await look('slow.test', undefined, '500ms')).toBe('down: no answer within 500 ms');
});

it('sends nothing to a server whose address is not allowed', async () => {
  const target = `example.test @127.0.0.1:${server.port}`;
  expect(await runOne({ kind: 'dns', target }, { allows: () => false })).toMatchObject({
    status: 'down',
    reason: expect.stringContaining('not a public one'),
  });
});
