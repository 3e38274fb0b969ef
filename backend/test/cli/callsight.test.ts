import { runCallsight } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');

const running = TestService.forTests(NOW);
let url: string;
beforeAll(async () => {
  url = await running.listen();
});

const run = (...args: string[]) => runCallsight([...args], { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY });

describe('callsight keys', () => {
  it('makes a key that works, lists it without the key itself, and revokes it', async () => {
    const created = await run('keys', 'create', '--name', 'sender', '--scopes', 'ingest,query');
    expect(created.code).toBe(0);
    const key = created.out.trim();
    const catalogue = () => fetch(`${url}/v1/catalogue`, { headers: { authorization: `Bearer ${key}` } });
    expect((await catalogue()).status).toBe(200);

    const listed = await run('keys', 'list');
    expect(listed.out).toContain('ingest,query');
    expect(listed.out).not.toContain(key);
    const id = listed.out
      .split('\n')
      .find((line) => line.endsWith('sender'))!
      .split('\t')[0]!;
    expect((await run('keys', 'revoke', id)).code).toBe(0);
    expect((await catalogue()).status).toBe(401);
  });

  it('says what is wrong', async () => {
    expect(await run('keys', 'create', '--name', 'x', '--scopes', 'everything')).toMatchObject({
      code: 1,
      err: expect.stringContaining('invalid_request') as string,
    });
    expect(await run('keys', 'create')).toMatchObject({
      code: 2,
      err: expect.stringContaining("required option '--name <name>'") as string,
    });
    expect(await run('keys', 'revoke', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('unknown_key') as string,
    });
  });
});

describe('callsight quarantine', () => {
  it('lists, shows, replays and deletes', async () => {
    await running.main.request('POST', '/v1/events', { nonsense: true });
    const listed = await run('quarantine', 'list');
    const id = listed.out.split('\t')[0]!;
    expect(listed.out).toContain('invalid_envelope');
    expect((await run('quarantine', 'show', id)).out).toContain('nonsense');
    expect((await run('quarantine', 'replay')).out.trim()).toBe('{"replayed":0,"refused":1}');
    expect((await run('quarantine', 'delete', id)).code).toBe(0);
    expect((await run('quarantine', 'list')).out).toBe('');
  });
});

describe('callsight', () => {
  it('explains itself, and what it did not understand', async () => {
    expect(await run()).toMatchObject({
      code: 0,
      out: expect.stringContaining('make, list and revoke API keys') as string,
    });
    expect(await run('dance')).toMatchObject({
      code: 2,
      err: expect.stringContaining("unknown command 'dance'") as string,
    });
    expect(await run('replay', '--nope')).toMatchObject({ code: 2 });
  });

  it('tells when no service answers', async () => {
    const { code, err } = await run('replay', '--url', 'http://127.0.0.1:1');
    expect(code).toBe(1);
    expect(err).toContain('is the service running?');
  });

  it('replays and lists deliveries', async () => {
    expect((await run('replay')).out).toContain('folded anew');
    expect(await run('deliveries', 'list', 'vapi')).toMatchObject({ code: 0, out: '' });
  });
});
