import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { phoneCall } from '../support/events/call.js';
import { runCallsight, type CommandRun } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';
import { freePort } from '../support/influx/free-port.js';
import { deliver, form, SECRETS } from '../ingest/webhooks/platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const running = TestService.forTests(NOW, SECRETS);
let url: string;
beforeAll(async () => {
  url = await running.listen();
});

const run = (env: Record<string, string> = { CALLSIGHT_API_KEY: TEST_KEY }, ...args: string[]): Promise<CommandRun> =>
  runCallsight(['status', '--url', url, ...args], env);

/** The lines of the screen by what they are about. */
const linesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .map((line) => [line.split(/ {2,}/)[0] ?? '', line.split(/ {2,}/).slice(1).join(' | ')]),
  );

it('shows every part of a healthy service, with exit code 0', async () => {
  const { code, out, err } = await run();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(linesOf(out)).toEqual({
    Service: `ready | healthy; ${url}`,
    Ledger: 'ok | 0 events waiting for the disk',
    Rows: 'ok | 0 entities pending, 0 failed',
    Queries: 'ok | 0 restarts of the query worker',
    Files: 'ok | files of reports and exports can be stored',
    InfluxDB: 'off | the embedded database is the system of record',
    Inbox: 'ok | 0 webhook deliveries in 24 hours',
    Quarantine: 'ok | no event was refused',
    Calls: 'ok | 0 active, 0 started in 24 hours',
  });
});

it('counts calls, deliveries and refused events, and draws attention to those that failed', async () => {
  await running.main.send([
    ...phoneCall({ id: 'ended', start: '2026-05-01T11:00:00Z', answered: 2, ended: 60 }),
    ...phoneCall({ id: 'active', start: '2026-05-01T11:59:00Z', answered: 2 }),
  ]);
  await running.main.request('POST', '/v1/events', { nonsense: true });
  await deliver(running.app, 'twilio', form({ CallSid: 'CA1' }), NOW, { secret: 'wrong' });
  await running.waitUntilProjected();
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(linesOf(out)).toMatchObject({
    Inbox: 'attention | 1 webhook delivery in 24 hours: 1 refused',
    Quarantine: 'attention | 1 refused event; latest 2026-05-01T12:00:00.000Z invalid_envelope',
    Calls: 'ok | 1 active, 2 started in 24 hours',
  });
});

it('shows without a key, or with one of another scope, what may be seen', async () => {
  expect(linesOf((await run({})).out)).toMatchObject({
    Ledger: 'ok | 0 events waiting for the disk',
    Inbox: '- | needs an API key',
  });
  const { body } = await running.main.request('POST', '/v1/keys', { name: 'reader', scopes: ['query'] });
  const lines = linesOf((await run({ CALLSIGHT_API_KEY: (body as { key: string }).key })).out);
  expect(lines['Calls']).toMatch(/^ok/);
  expect(lines['Inbox']).toMatch(/^- \| .*scope.*admin/);
});

it('gives JSON for scripts', async () => {
  const { out } = await run(undefined, '--json');
  expect(JSON.parse(out)).toMatchObject({
    url,
    healthy: true,
    health: { status: 'ok', ready: true, ledger: { waiting: 0 } },
    inbox: { value: { counts: [{ status: 'refused', deliveries: 1 }] } },
    quarantine: { value: [{ code: 'invalid_envelope' }] },
    calls: { value: { results: { active: {}, started: {} } } },
  });
});

it('ends with 2 when nobody answers', async () => {
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const { code, out, err } = await runCallsight(['status', '--url', nowhere], {});
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(`callsight: no answer from ${nowhere} (ECONNREFUSED): is the service running?\n`);
  const json = await runCallsight(['status', '--url', nowhere, '--json'], {});
  expect(JSON.parse(json.out)).toMatchObject({ url: nowhere, healthy: false });
});

it('says when what answers is no Callsight', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end('<html>'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const other = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, err } = await runCallsight(['status', '--url', other], {});
    expect(code).toBe(1);
    expect(err).toContain('answered 404: <html>');
  } finally {
    server.close();
  }
});

describe('a service that is not healthy', () => {
  it('ends with 1 and says what is wrong: here, an InfluxDB that is away', async () => {
    const away = await TestService.start(NOW, {
      CALLSIGHT_INFLUX_URL: `http://127.0.0.1:${await freePort()}`,
      CALLSIGHT_INFLUX_ORG: 'firm',
      CALLSIGHT_INFLUX_TOKEN: 'token',
      CALLSIGHT_RESTORE: 'never',
    });
    try {
      const address = await away.listen();
      await away.waitUntilReady();
      await away.main.send(phoneCall({ id: 'one', start: '2026-05-01T11:00:00Z', answered: 2, ended: 60 }));
      await away.waitUntilProjected();
      const status = (): Promise<CommandRun> =>
        runCallsight(['status', '--url', address], { CALLSIGHT_API_KEY: TEST_KEY });
      let last = await status();
      // It becomes known when the first attempt to publish has failed.
      for (const end = performance.now() + 20_000; last.code === 0 && performance.now() < end;) last = await status();
      expect(last.code).toBe(1);
      expect(last.out).toMatch(/^Service .*degraded/);
      expect(linesOf(last.out)['InfluxDB']).toMatch(
        /^away \| publishing, lag .* s; 1 row and .* pending, 0 dead letters/,
      );
    } finally {
      await away.remove();
    }
  }, 60_000);
});
