import { runCallsight } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';
import { deliver, form, sample, SECRETS } from '../ingest/webhooks/platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const running = TestService.forTests(NOW, SECRETS);
let url: string;
beforeAll(async () => {
  url = await running.listen();
  const { app } = running.service;
  await deliver(app, 'retell', sample('retell/call_ended.2025-10.json'), NOW);
  await deliver(app, 'retell', '{"event":"call_ended","call":{"call_id":42,"token":"geheim"}}', NOW);
  await deliver(app, 'twilio', form({ CallSid: 'CA1' }), NOW, { secret: 'wrong' });
  await running.services.inbox.drain();
});

const run = (...args: string[]) =>
  runCallsight(['deliveries', ...args], { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY });

/** The lines of a list without the ids, by tabs. */
const linesOf = (text: string): string[][] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').slice(1));

const TIME = '2026-05-01T12:00:00.000Z';

test('list: all platforms, the latest first, with why one was refused', async () => {
  const { code, out } = await run('list');
  expect(code).toBe(0);
  const [refused, failed, mapped] = linesOf(out);
  expect(refused!.slice(0, 5)).toEqual([TIME, 'twilio/default', 'unverified', 'refused', '0 events']);
  expect(refused![5]).toMatch(
    /CALLSIGHT_PUBLIC_URL .* \[header x-twilio-signature present; signed URL https:\/\/calls\.example\.com\/v1\/webhooks\/twilio\]$/,
  );
  expect(failed).toEqual([TIME, 'retell/default', 'call_ended', 'failed', '0 events', '/call/call_id must be a text']);
  expect(mapped).toEqual([TIME, 'retell/default', 'call_ended', 'mapped', '8 events', '']);
});

test('list: those of one platform that fit', async () => {
  const { out } = await run('list', 'retell', '--status', 'failed', '--limit', '5');
  expect(linesOf(out)).toHaveLength(1);
  expect(await run('list', 'retell', '--status', 'nonsense')).toMatchObject({ code: 1 });
});

const idOf = async (status: string): Promise<string> => (await run('list', '--status', status)).out.split('\t')[0]!;

test('show: what a delivery carried, without its secrets', async () => {
  const { code, out } = await run('show', 'retell', await idOf('failed'));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ code: 'mapping_failed', payload: { call: { call_id: 42 } } });
  expect(out).not.toContain('geheim');
  const missing = await run('show', 'retell', 'abc');
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.err).toContain('no such delivery, or it was refused');
});

test('replay: one, or all that fit', async () => {
  const one = await run('replay', 'retell', await idOf('mapped'));
  expect(JSON.parse(one.out)).toMatchObject({ status: 'mapped', events: 8 });
  expect(JSON.parse((await run('replay', 'retell', '--status', 'failed')).out)).toEqual({ deliveries: 1 });
  expect(await run('replay', 'twilio', await idOf('refused'))).toMatchObject({ code: 1 });
});

test('counts: by platform, connection, kind and status', async () => {
  const { out } = await run('counts', '--hours', '1');
  expect(out.trimEnd().split('\n').sort()).toEqual([
    `retell/default\tcall_ended\tfailed\t1\t0 events\t${TIME}`,
    `retell/default\tcall_ended\tmapped\t1\t8 events\t${TIME}`,
    `twilio/default\tunverified\trefused\t1\t0 events\t${TIME}`,
  ]);
});

test('anything else is told how it is used', async () => {
  expect(await run('show', 'retell')).toMatchObject({ code: 2 });
  expect(await run('destroy')).toMatchObject({
    code: 2,
    err: expect.stringContaining("unknown command 'destroy'") as string,
  });
});

test('list and show: what was passed over of a delivery whose rest was taken', async () => {
  const odd = sample('retell/call_ended.2025-10.json').replace('"agent_name": "Example text."', '"agent_name": ["x"]');
  expect(odd).toContain('["x"]');
  await deliver(running.app, 'retell', odd, NOW);
  await running.services.inbox.drain();
  const { out } = await run('list', '--limit', '1');
  const expected = 'warnings: /call/agent_name must be a text';
  expect(linesOf(out)).toEqual([[TIME, 'retell/default', 'call_ended', 'mapped', '8 events', expected]]);
  const shown = JSON.parse((await run('show', 'retell', out.split('\t')[0]!)).out) as unknown;
  const warnings = [{ path: '/call/agent_name', message: '/call/agent_name must be a text' }];
  expect(shown).toMatchObject({ status: 'mapped', warnings });
  const { body } = await running.main.request('GET', '/v1/deliveries/retell?status=mapped');
  expect(body).toMatchObject({ deliveries: [{ warnings }, {}] });
});
