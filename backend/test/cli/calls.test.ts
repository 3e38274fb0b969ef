import type { CallDetail } from '@callsight/contract/call-detail';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneCall } from '../support/events/call.js';
import { runCallsight } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const running = TestService.forTests(NOW);
let url: string;
beforeAll(async () => {
  url = await running.listen();
  await running.main.send(
    [
      phoneCall({ id: 'old', start: '2026-04-20T09:00:00Z', caller: '+4930901820', answered: 1, ended: 5 }),
      phoneCall({
        id: 'booked',
        start: '2026-05-01T09:00:00Z',
        caller: '+4930901820',
        agent: 'anna',
        answered: 4,
        ended: 64.5,
        end: { outcome: 'booked', cost: { total: '0.25', currency: 'EUR' } },
        turns: [{ at: 6, latency_ms: { e2e: 700 } }],
      }),
      phoneCall({ id: 'missed', start: '2026-05-01T10:00:00Z', caller: '+4930901821', agent: 'ben', ended: 30 }),
    ].flat(),
  );
  await running.waitUntilProjected();
});

const ENV = () => ({ CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY });
const run = (...args: string[]) => runCallsight(args, ENV());
const onTerminal = (columns: number, ...args: string[]) => runCallsight(args, ENV(), { columns });
const idsOf = (out: string): (string | undefined)[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[1]);

describe('callsight calls', () => {
  it('lists the calls of the last day, the latest first, with tabs between the values', async () => {
    const { code, out, err } = await run('calls');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        '2026-05-01T10:00:00.000Z\tmissed\tinbound\tben\tabandoned\t+49••••••21\t30\t\t\t\n',
        '2026-05-01T09:00:00.000Z\tbooked\tinbound\tanna\tbooked\t+49••••••20\t4\t60.5\t0.25\tEUR\n',
      ].join(''),
    );
  });

  it('narrows by range, agent, outcome, caller and number', async () => {
    expect(idsOf((await run('calls', '--from', 'now-30d')).out)).toEqual(['missed', 'booked', 'old']);
    expect(idsOf((await run('calls', '--from', 'now-30d', '--to', '2026-04-30T00:00:00Z')).out)).toEqual(['old']);
    expect(idsOf((await run('calls', '--agent', 'anna')).out)).toEqual(['booked']);
    expect(idsOf((await run('calls', '--agent', 'anna,ben')).out)).toEqual(['missed', 'booked']);
    expect(idsOf((await run('calls', '--outcome', 'booked', '--outcome', 'nonsense')).out)).toEqual(['booked']);
    const { call } = JSON.parse((await run('calls', 'booked', '--json')).out) as CallDetail;
    expect(idsOf((await run('calls', '--from', 'now-30d', '--caller', call.caller!)).out)).toEqual(['booked', 'old']);
    expect(idsOf((await run('calls', '--limit', '1')).out)).toEqual(['missed']);
  });

  it('is a table on a terminal, in a time zone, and says when there are more', async () => {
    const { out, err } = await onTerminal(120, 'calls', '--limit', '1', '--timezone', 'Europe/Berlin');
    expect(out).toBe(
      [
        'STARTED              CALL    AGENT  OUTCOME    DURATION  CALLER         WAIT  DIRECTION  COST  CURRENCY\n',
        '2026-05-01 12:00:00  missed  ben    abandoned         -  +49••••••21  30.0 s  inbound       -  -\n',
      ].join(''),
    );
    expect(err).toContain('these are the latest 1');
    const narrow = (await onTerminal(60, 'calls')).out.split('\n');
    expect(narrow[0]).toBe('STARTED              CALL    AGENT  OUTCOME    DURATION');
    expect((await onTerminal(80, 'calls', '--agent', 'nobody')).out).toBe('there are no such calls\n');
  });

  it('gives all columns as JSON', async () => {
    expect(JSON.parse((await run('calls', '--agent', 'anna', '--json')).out)).toEqual([
      expect.objectContaining({
        started_at: '2026-05-01T09:00:00.000Z',
        ended_at: '2026-05-01T09:01:04.500Z',
        call_id: 'booked',
        country: 'DE',
        cost: 0.25,
      }),
    ]);
    expect((await run('calls', '--agent', 'nobody', '--json')).out).toBe('[]\n');
  });

  it('shows one call with its timeline', async () => {
    const { code, out } = await onTerminal(100, 'calls', 'booked');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines).toContain('Call        booked');
    expect(lines).toContain('Started     2026-05-01 09:00:00');
    expect(lines).toContain('Duration    60.5 s');
    expect(lines).toContain('Cost        0.25 EUR');
    const at = lines.findIndex((line) => line.trimStart().startsWith('AT'));
    expect(lines.slice(at + 1).map((line) => line.split(/ {2,}/).slice(0, 2).join(' '))).toEqual([
      '+0:00.000 call.started',
      '+0:04.000 call.answered',
      '+0:06.000 call.turn',
      '+1:04.500 call.ended',
      '',
    ]);
  });

  it('says what is wrong', async () => {
    expect(await run('calls', 'nobody')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('unknown_call') as string,
    });
    expect(await run('calls', '--from', 'yesterday')).toMatchObject({ code: 1, out: '' });
    expect(await run('calls', '--limit', '0')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        "'--limit <n>' argument '0' is invalid. Expected a whole number from 1 to 1000",
      ) as string,
    });
    expect(await run('calls', '--timezone', 'Mars/Olympus')).toMatchObject({ code: 2 });
  });
});

describe('callsight query', () => {
  const QUERIES = [
    { refId: 'A', metrics: ['calls.count', 'calls.answer_rate'], groupBy: ['agent'] },
    { refId: 'B', metrics: ['calls.wait.max'] },
  ];
  const request = (queries: readonly unknown[] = QUERIES): string =>
    JSON.stringify({ from: 'now-24h', to: 'now', timezone: 'Europe/Berlin', queries });

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsight-query-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('answers as the API does: from the argument, a file, or stdin', async () => {
    const file = join(folder, 'request.json');
    await writeFile(file, request());
    const expected = (await running.main.request('POST', '/v1/query', JSON.parse(request()))).body;
    for (const run of [
      runCallsight(['query', request()], ENV()),
      runCallsight(['query', `@${file}`], ENV()),
      runCallsight(['query', '-'], ENV(), { input: request() }),
      runCallsight(['query', request(), '--json'], ENV(), { columns: 80 }),
    ]) {
      const { code, out, err } = await run;
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(JSON.parse(out)).toEqual(expected);
    }
  });

  it('is a table for each query on a terminal', async () => {
    const { code, out } = await onTerminal(80, 'query', request());
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'A',
        'AGENT  CALLS  ANSWER RATE',
        'anna       1      100.0 %',
        'ben        1        0.0 %',
        '',
        'B',
        'WAIT, LONGEST',
        '       30.0 s',
        '',
      ].join('\n'),
    );
  });

  it('names each query that failed, shows the others, and ends with 1', async () => {
    const { code, out, err } = await onTerminal(
      80,
      'query',
      request([...QUERIES, { refId: 'C', metrics: ['calls.cuont'] }]),
    );
    expect(code).toBe(1);
    expect(out).toContain('WAIT, LONGEST');
    expect(err).toMatch(/^callsight: query C: .*calls\.count.* \(unknown_metric\)\n$/);
  });

  it.each<[string, RegExp]>([
    ['{"from":', /the request is not JSON/],
    ['[]', /must be an object/],
    ['"text"', /must be an object/],
    ['@/nowhere/request.json', /cannot read the request from \/nowhere\/request.json \(ENOENT\)/],
  ])('says what is wrong with the request %s', async (argument, message) => {
    const { code, out, err } = await run('query', argument);
    expect(out).toBe('');
    expect(code).toBeGreaterThan(0);
    expect(err).toMatch(message);
  });

  it('gives the reason of the service for a request that makes no sense', async () => {
    expect(await run('query', '{"from":"now-1d","to":"now","queries":[]}')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('(invalid_request)') as string,
    });
  });
});
