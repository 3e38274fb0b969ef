import { webServer, type WebServer } from '../monitoring/checks/web-server.js';
import { runCallsight } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');
const TIME = '2026-05-01T12:00:00.000Z';

const running = TestService.forTests(NOW, { CALLSIGHT_CHECKS_PRIVATE: 'true' });
let url: string;
let server: WebServer;
beforeAll(async () => {
  url = await running.listen();
  server = await webServer((_request, response) => response.writeHead(503).end());
});
afterAll(() => server.close());

const run = (args: readonly string[], columns?: number) =>
  runCallsight(
    ['checks', ...args],
    { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY },
    columns === undefined ? {} : { columns },
  );

it('lists nothing where there is nothing, and says so on a terminal', async () => {
  for (const list of ['list', 'components']) {
    expect(await run([list])).toMatchObject({ code: 0, out: '' });
    expect((await run([list], 80)).out).toMatch(/^no(thing was reported| check is defined)/);
  }
  expect(await run(['results', 'none'])).toMatchObject({ code: 1, err: expect.stringContaining('unknown_check') });
  expect(await run(['run', 'none'])).toMatchObject({ code: 1, err: expect.stringContaining('unknown_check') });
});

it('runs a check, and lists checks, results and components', async () => {
  const check = { id: 'crm', component: 'crm', kind: 'http', target: server.url, every: '24h', paused: true };
  await running.main.post('/v1/checks', check);
  await running.main.post('/v1/checks', { ...check, id: 'agent', kind: 'heartbeat', target: undefined, paused: false });
  const found = expect.stringMatching(new RegExp(`^${TIME}\tdown\t\\d+\tanswered 503; expected 200 to 299\n$`));
  expect(await run(['run', 'crm'])).toEqual({ code: 0, err: '', out: found });
  expect(await run(['results', 'crm'])).toEqual({ code: 0, err: '', out: found });
  expect((await run(['list'])).out).toBe(`crm\tcrm\thttp\tpaused\t${server.url}\nagent\tcrm\theartbeat\t24h\t\n`);
  await running.main.request('PUT', '/v1/checks/crm', { ...check, paused: false });
  await running.services.checks.runDue();
  expect((await run(['components'])).out).toBe(`crm\tdown\t${TIME}\t\tanswered 503; expected 200 to 299\n`);
  expect((await run(['components'], 120)).out.split('\n')).toEqual([
    'COMPONENT  STATUS  SINCE                     SUPPRESSED BY  REASON',
    'crm        down    2026-05-01T12:00:00.000Z                 answered 503; expected 200 to 299',
    '',
  ]);
  expect(JSON.parse((await run(['run', 'crm', '--json'])).out)).toMatchObject([{ check: 'crm', status: 'down' }]);
});
