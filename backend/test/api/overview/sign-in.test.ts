import { Sessions } from '../../../src/api/overview/access/sessions.js';
import { ROOT_KEY, startOverview, type OverviewService } from './overview-service.js';

const HOUR = 3_600_000;

describe('access to the overview', () => {
  let service: OverviewService;
  beforeAll(async () => {
    service = await startOverview();
  });
  afterAll(() => service.stop());

  const signIn = async (key: string) => {
    const reply = await service.submit('/sign-in', { key });
    const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
    return { reply, cookie };
  };

  test('a visitor without a key gets the form, and the figures are not to be had', async () => {
    const page = await service.get('/');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('action="sign-in"');
    expect(page.body).not.toContain('id="kpi"');
    expect((await service.get('/live')).statusCode).toBe(401);
  });

  test('a key opens the page for the session, until the visitor signs out', async () => {
    const { reply, cookie } = await signIn(ROOT_KEY);
    expect(reply.statusCode).toBe(303);
    expect(reply.headers.location).toBe('./');
    expect(reply.headers['set-cookie']).toMatch(
      /^callsight_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const page = await service.get('/', { cookie: `other=1; ${cookie}` });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('action="sign-out"');
    expect((await service.get('/live', { cookie })).statusCode).toBe(200);

    const left = await service.submit('/sign-out', {}, { cookie });
    expect(left.statusCode).toBe(303);
    expect(left.headers['set-cookie']).toContain('Max-Age=0');
    expect((await service.get('/live', { cookie })).statusCode).toBe(401);
  });

  test('the cookie is kept to https where the visitor came by it', async () => {
    const reply = await service.submit('/sign-in', { key: ROOT_KEY }, { 'x-forwarded-proto': 'https' });
    expect(reply.headers['set-cookie']).toMatch(
      /=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test('a wrong key is refused in words and is not shown again', async () => {
    const { reply } = await signIn('cs_wrong"><script>');
    expect(reply.statusCode).toBe(401);
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(reply.body).toContain('not known, or it has expired or been revoked');
    expect(reply.body).not.toContain('cs_wrong');
    expect((await signIn('')).reply.statusCode).toBe(401);
  });

  test('a key that may not read figures does not open the page', async () => {
    const { key } = await service.createKey(['ingest']);
    expect((await signIn(key)).reply.statusCode).toBe(403);
    expect((await service.get('/', { authorization: `Bearer ${key}` })).statusCode).toBe(403);
    expect((await service.get('/live', { authorization: `Bearer ${key}` })).statusCode).toBe(403);
  });

  test('revoking the key ends the session', async () => {
    const { key, id } = await service.createKey(['query']);
    const { cookie } = await signIn(key);
    expect((await service.get('/live', { cookie })).statusCode).toBe(200);
    await service.revokeKey(id);
    expect((await service.get('/live', { cookie })).statusCode).toBe(401);
    expect((await service.get('/', { cookie })).body).toContain('action="sign-in"');
  });

  test('a session ends after twelve hours', async () => {
    const { cookie } = await signIn(ROOT_KEY);
    service.advance(12 * HOUR - 1);
    expect((await service.get('/live', { cookie })).statusCode).toBe(200);
    service.advance(1);
    expect((await service.get('/live', { cookie })).statusCode).toBe(401);
  });

  test('a key in the header opens the page of its own tenant', async () => {
    const { key } = await service.createKey(['query'], 'other-firm');
    const page = await service.get('/', { authorization: `Bearer ${key}` });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('other-firm · Europe/Berlin');
    const wrong = await service.get('/', { authorization: 'Bearer nonsense' });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.body).toContain('action="sign-in"');
  });

  test('the form takes nothing but a form, and a small one', async () => {
    expect((await service.submit('/sign-in', { key: 'x'.repeat(5_000) })).statusCode).toBe(413);
    const json = await service.app.inject({ method: 'POST', url: '/sign-in', payload: { key: ROOT_KEY } });
    expect(json.statusCode).toBe(415);
  });
});

test('an open overview shows tenant main to everybody', async () => {
  const service = await startOverview({ CALLSIGHT_OPEN_OVERVIEW: 'true' });
  try {
    const page = await service.get('/');
    expect(page.body).toContain('main · Europe/Berlin');
    expect(page.body).not.toContain('sign-out');
  } finally {
    await service.stop();
  }
});

test('a tenant with too many sessions loses its own oldest ones, and no other loses any', () => {
  const sessions = new Sessions(() => 0);
  const other = sessions.begin('key of another', 'other');
  const ids = Array.from({ length: 1_001 }, (_, index) => sessions.begin(`key ${index}`, 'main'));
  expect(sessions.keyOf(ids[800]!)).toBeUndefined();
  expect(sessions.keyOf(ids[801]!)).toBe('key 801');
  expect(sessions.keyOf(ids[1_000]!)).toBe('key 1000');
  expect(sessions.keyOf(other)).toBe('key of another');
});

describe('a form of another site', () => {
  const signIn = (service: OverviewService, headers: Record<string, string>) =>
    service.submit('/sign-in', { key: ROOT_KEY }, { host: 'calls.example.com', ...headers });

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://calls.example.com' }, 403],
    [{ origin: 'https://evil.example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://calls.example.com' }, 303],
    [{ origin: 'https://calls.example.com' }, 303],
    [{}, 303],
  ])('with %j is answered %i', async (headers, status) => {
    const service = await startOverview();
    try {
      expect((await signIn(service, headers)).statusCode).toBe(status);
      const cookie = (await signIn(service, {})).headers['set-cookie'];
      const signOut = await service.submit(
        '/sign-out',
        {},
        { host: 'calls.example.com', cookie: String(cookie), ...headers },
      );
      expect(signOut.statusCode).toBe(status);
    } finally {
      await service.stop();
    }
  });
});
