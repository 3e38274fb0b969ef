import type { CheckInput } from '@callsight/contract/monitoring/check';
import type { RequestListener } from 'node:http';
import { runOne } from '../run-one.js';
import { webServer, type WebServer } from '../web-server.js';

const MB = 1 << 20;
const SECRET = 'token-4711';

/** One page for each test. */
const PAGES: Readonly<Record<string, RequestListener>> = {
  '/ok': (_request, response) => response.end('all is well'),
  '/none': (_request, response) => response.writeHead(204).end(),
  '/broken': (_request, response) => response.writeHead(500).end(SECRET),
  '/json': (_request, response) =>
    response.end(
      JSON.stringify({
        status: 'pass',
        load: 0.5,
        items: [{ ok: true }],
        'a/b': null,
        tags: ['eu', 7],
        secret: SECRET,
      }),
    ),
  '/to-ok': (_request, response) => response.writeHead(302, { location: '/ok' }).end(),
  '/loop': (_request, response) => response.writeHead(301, { location: '/loop' }).end(),
  '/nowhere': (_request, response) => response.writeHead(302).end(),
  '/to-file': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-inside': (request, response) =>
    response.writeHead(307, { location: `http://127.0.0.2:${request.socket.localPort}/ok` }).end(),
  '/to-mapped': (request, response) =>
    response.writeHead(308, { location: `http://[::ffff:127.0.0.1]:${request.socket.localPort}/ok` }).end(),
  '/large': (_request, response) => response.end('x'.repeat(MB - 2) + 'ab' + 'c'.repeat(MB)),
  '/endless': (_request, response) => {
    const more = (): void => {
      while (response.write(Buffer.alloc(65_536, 'x')));
    };
    response.on('drain', more);
    more();
  },
  '/hung': () => undefined,
  '/half': (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
  },
  '/reset': (request) => request.socket.resetAndDestroy(),
  '/noise': (request) => request.socket.end('SSH-2.0-noise\r\n'),
  '/host': (request, response) => response.end(`host=${request.headers.host ?? ''}`),
};

let server: WebServer;
beforeAll(async () => {
  server = await webServer((request, response) => PAGES[request.url ?? '']?.(request, response));
});
afterAll(() => server.close());

const get = (path: string, further: Partial<CheckInput> = {}) =>
  runOne({ kind: 'http', target: server.url + path, timeout: '2s', ...further });

it.each<[string, string, Partial<CheckInput>]>([
  ['a success', '/ok', {}],
  ['a success without a body', '/none', {}],
  ['text in the body', '/ok', { expect: { body: 'is well' } }],
  ['the status that is expected', '/broken', { expect: { status: 500 } }],
  ['one of several statuses', '/none', { expect: { status: [200, 204] } }],
  ['a redirect that leads on', '/to-ok', { expect: { body: 'all is well' } }],
  ['a redirect that is expected', '/to-ok', { expect: { status: 302 } }],
  ['text that ends exactly at the bound', '/large', { expect: { body: 'ab' } }],
  ['text = text', '/json', { expect: { json: { path: 'status', op: '=', value: 'pass' } } }],
  ['number < number', '/json', { expect: { json: { path: '$.load', op: '<', value: 0.6 } } }],
  ['number >= number', '/json', { expect: { json: { path: '$.load', op: '>=', value: 0.5 } } }],
  ['within a list', '/json', { expect: { json: { path: '$.items[0].ok', op: '=', value: true } } }],
  ['by a pointer', '/json', { expect: { json: { path: '/items/0/ok', op: '=', value: true } } }],
  ['a name with a slash', '/json', { expect: { json: { path: '/a~1b', op: '=', value: null } } }],
  ['another value', '/json', { expect: { json: { path: 'status', op: '!=', value: 'fail' } } }],
  ['a list that contains', '/json', { expect: { json: { path: 'tags', op: 'contains', value: 7 } } }],
  ['a text that contains', '/json', { expect: { json: { path: 'status', op: 'contains', value: 'as' } } }],
  ['something that exists', '/json', { expect: { json: { path: 'load', op: 'exists' } } }],
  ['something that does not', '/json', { expect: { json: { path: 'nothing', op: 'exists', value: false } } }],
])('is up: %s', async (_, path, further) => {
  expect(await get(path, further)).toEqual({ status: 'up', reason: undefined, latencyMs: expect.any(Number) });
});

it.each<[string, string, Partial<CheckInput>, string]>([
  ['an error', '/broken', {}, 'answered 500; expected 200 to 299'],
  ['another status', '/ok', { expect: { status: [201, 204] } }, 'answered 200; expected 201 or 204'],
  ['other text', '/ok', { expect: { body: 'is ill' } }, 'the body does not contain the expected text'],
  [
    'text beyond the bound',
    '/large',
    { expect: { body: 'bc' } },
    'the body does not contain the expected text in its first MiB',
  ],
  [
    'a body without an end',
    '/endless',
    { expect: { body: 'yes' } },
    'the body does not contain the expected text in its first MiB',
  ],
  [
    'JSON beyond the bound',
    '/endless',
    { expect: { json: { path: 'a', op: 'exists' } } },
    'the body is longer than 1 MiB, too long for JSON of a check',
  ],
  ['no JSON', '/ok', { expect: { json: { path: 'a', op: 'exists' } } }, 'the body is not JSON'],
  [
    'another value',
    '/json',
    { expect: { json: { path: 'secret', op: '=', value: 'x' } } },
    'secret in the body is not as expected (=)',
  ],
  [
    'a number where text is',
    '/json',
    { expect: { json: { path: 'status', op: '<', value: 1 } } },
    'status in the body is not as expected (<)',
  ],
  [
    'a value that is missing',
    '/json',
    { expect: { json: { path: 'no', op: '!=', value: 1 } } },
    'no in the body is not as expected (!=)',
  ],
  ['a redirect in a circle', '/loop', {}, 'redirected more than 5 times'],
  ['a redirect to nowhere', '/nowhere', {}, 'redirected to nowhere'],
  ['a redirect to a file', '/to-file', {}, 'redirected to file: instead of http: or https:'],
  ['no answer', '/hung', { timeout: '100ms' }, 'no answer within 100 ms'],
  ['half an answer', '/half', { timeout: '100ms', expect: { body: 'x' } }, 'no answer within 100 ms'],
  ['a reset', '/reset', {}, 'the connection was reset'],
  ['another protocol', '/noise', {}, 'the answer is not HTTP'],
])('is down: %s', async (_, path, further, reason) => {
  const outcome = await get(path, further);
  expect(outcome).toEqual({ status: 'down', reason, latencyMs: expect.any(Number) });
  expect(JSON.stringify(outcome)).not.toContain(SECRET);
});

it('ends at a redirect loop after six requests', async () => {
  const before = server.requests.length;
  await get('/loop');
  expect(server.requests.slice(before)).toEqual(Array(6).fill('/loop'));
});

it('is degraded above the latency that is set', async () => {
  const late = await webServer((_request, response) => setTimeout(() => response.end('late'), 60));
  try {
    const outcome = await runOne({ kind: 'http', target: late.url, degraded_above_ms: 50 });
    expect(outcome).toMatchObject({
      status: 'degraded',
      reason: expect.stringMatching(/^took \d+ ms; degraded above 50 ms$/),
    });
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(50);
  } finally {
    await late.close();
  }
});

it('is down when nobody listens, and when there is no such name', async () => {
  const gone = await webServer(() => undefined);
  await gone.close();
  expect(await runOne({ kind: 'http', target: gone.url })).toMatchObject({ reason: 'the connection was refused' });
  const lookUp = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  expect(await runOne({ kind: 'http', target: 'http://no.example' }, { lookUp })).toMatchObject({
    status: 'down',
    reason: 'the name does not exist',
  });
});

describe('addresses that are not allowed', () => {
  const REFUSED = {
    status: 'down',
    reason: 'the address is not a public one; CALLSIGHT_CHECKS_PRIVATE allows checks of private networks',
  };
  const loopback = { allows: (address: string) => address === '127.0.0.1' };

  it('are not connected to', async () => {
    const before = server.requests.length;
    expect(await runOne({ kind: 'http', target: `${server.url}/ok` }, { allows: () => false })).toMatchObject(REFUSED);
    expect(server.requests.length).toBe(before);
  });

  it.each(['/to-inside', '/to-mapped'])('are not reached through a redirect: %s', async (path) => {
    const before = server.requests.length;
    expect(await runOne({ kind: 'http', target: server.url + path }, loopback)).toMatchObject(REFUSED);
    expect(server.requests.slice(before)).toEqual([path]);
  });

  it('are not reached by a name that is resolved anew: the address that was checked is connected to', async () => {
    const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.2'];
    const asked: string[] = [];
    const lookUp = (name: string) => {
      asked.push(name);
      return Promise.resolve([{ address: answers[asked.length - 1] ?? '127.0.0.2', family: 4 }]);
    };
    const target = `http://rebinding.example:${server.port}/host`;
    const expect_ = { body: `host=rebinding.example:${server.port}` };
    expect(await runOne({ kind: 'http', target, expect: expect_ }, { ...loopback, lookUp })).toMatchObject({
      status: 'up',
    });
    expect(asked).toEqual(['rebinding.example']);
    expect(await runOne({ kind: 'http', target, expect: expect_ }, { ...loopback, lookUp })).toMatchObject(REFUSED);
  });
});

it('ends with the service, without a result', async () => {
  const stop = new AbortController();
  const run = runOne({ kind: 'http', target: `${server.url}/hung` }, {}, stop.signal);
  stop.abort(new Error('the service stops'));
  await expect(run).rejects.toThrow('the service stops');
});
