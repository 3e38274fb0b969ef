import { connect } from 'node:net';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';

const running = TestService.forTests(Date.parse('2026-05-01T12:00:00Z'), {
  CALLSIGHT_MAX_BODY_BYTES: '65536',
  CALLSIGHT_STRIPE_WEBHOOK_SECRET: 'whsec_of_the_test_0123456789',
});
let port: number;
beforeAll(async () => {
  const url = await running.listen();
  port = Number(new URL(url).port);
});

interface Told {
  readonly status: number;
  readonly body: string;
}

/** Sends text over a connection that stays open, and resolves with the reply to it. */
function connectAndSend(text: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1').on('error', reject);
    socket.on('data', (piece: string) => {
      received += piece;
      const [head = '', body = ''] = received.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body.length < length || !received.includes('\r\n\r\n')) return;
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), body });
    });
  });
}

/** Headers of a request whose body is announced and never sent. */
const headers = (method: string, path: string, more: readonly string[] = [], length = 1_000): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: h',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    ...more,
    '',
    '',
  ].join('\r\n');

const codeOf = ({ body }: Told): string => (JSON.parse(body) as { error: { code: string } }).error.code;

/** Every route of the API that takes a body, as the documentation lists them. */
async function routesWithBody(): Promise<[method: string, path: string][]> {
  const reply = await running.app.inject({ method: 'GET', url: '/openapi.json' });
  const { paths } = reply.json<{ paths: Record<string, Record<string, unknown>> }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    ['post', 'put', 'delete', 'patch']
      .filter((method) => path.startsWith('/v1/') && method in methods)
      .map((method): [string, string] => [method.toUpperCase(), path.replaceAll(/\{[^}]+\}/g, 'x')]),
  );
}

it('every route decides about the key before the body comes', async () => {
  // Webhooks and links to unsubscribe have signatures of their own.
  const isSigned = (path: string): boolean => /^\/v1\/(?:webhooks|unsubscribe)\//.test(path);
  const routes = (await routesWithBody()).filter(([, path]) => !isSigned(path));
  expect(routes.length).toBeGreaterThan(15);
  for (const [method, path] of routes) {
    const nobody = await connectAndSend(headers(method, path));
    expect([method, path, nobody.status, codeOf(nobody)]).toEqual([method, path, 401, 'missing_key']);
    const stranger = await connectAndSend(headers(method, path, ['Authorization: Bearer wrong-key-of-somebody']));
    expect([method, path, [401, 429].includes(stranger.status)]).toEqual([method, path, true]);
  }
});

it('a link to unsubscribe that is not whole is refused before its body comes', async () => {
  expect(codeOf(await connectAndSend(headers('POST', '/v1/unsubscribe/x/x')))).toBe('invalid_link');
});

it('a webhook of a platform that is off is refused before its body comes', async () => {
  expect(codeOf(await connectAndSend(headers('POST', '/v1/webhooks/vapi')))).toBe('provider_off');
});

it.each(['/v1/events', '/v1/query', '/v1/metrics', '/v1/webhooks/stripe'])(
  'a body that is announced as too large for %s is refused before it comes',
  async (path) => {
    const reply = await connectAndSend(headers('POST', path, [`Authorization: Bearer ${TEST_KEY}`], 3 << 20));
    expect([reply.status, codeOf(reply)]).toEqual([413, 'body_too_large']);
  },
);

it('wrong keys are slowed down, counted and logged without the key; a right key is taken all the same', async () => {
  const wrong = () =>
    running.app.inject({
      method: 'GET',
      url: '/v1/catalogue',
      remoteAddress: '192.0.2.7',
      headers: { authorization: 'Bearer guessed-key-0123456789' },
    });
  const before = running.services.wrongKeys.total;
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 40; attempt += 1) statuses.push((await wrong()).statusCode);
  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401));
  expect(statuses.slice(30)).toEqual(Array.from({ length: 10 }, () => 429));
  expect((await wrong()).headers['retry-after']).toBe('60');
  expect(running.services.wrongKeys.total - before).toBe(41);
  const right = await running.app.inject({
    method: 'GET',
    url: '/v1/catalogue',
    remoteAddress: '192.0.2.7',
    headers: { authorization: `Bearer ${TEST_KEY}` },
  });
  expect(right.statusCode).toBe(200);
  running.now += 60_000;
  expect((await wrong()).statusCode).toBe(401);
});

describe('what is no request is answered in the shape of every error', () => {
  it.each([
    ['a path with a broken encoding', 'GET /v1/calls/%zz HTTP/1.1\r\nHost: h\r\n\r\n', 400, 'invalid_url'],
    ['a path that is too long', `GET /v1/calls/${'x'.repeat(600)} HTTP/1.1\r\nHost: h\r\n\r\n`, 414, 'url_too_long'],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    ['no HTTP at all', 'HELLO\r\n\r\n', 400, 'invalid_request'],
  ])('%s', async (_title, text, status, code) => {
    const reply = await connectAndSend(text);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });
});

it('the documentation has the headers of every page', async () => {
  for (const url of ['/docs', '/docs/', '/docs/static/index.html', '/openapi.json']) {
    const { headers: sent } = await running.app.inject({ method: 'GET', url });
    expect(sent).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  }
  const page = await running.app.inject({ method: 'GET', url: '/docs/static/index.html' });
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
});
