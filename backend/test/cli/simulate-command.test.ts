import { runCallsight } from '../support/run-callsight.js';
import { MONDAY } from '../../../simulator/test/history-of.js';
import { startIngest } from '../../../simulator/test/ingest-stub.js';
import { ManualClock } from '../../../simulator/test/manual-clock.js';

const MINUTE = 60_000;
const run = (args: string[]) => runCallsight(['simulate', ...args], {}, { clock: new ManualClock(MONDAY) });

/** Ends the run when its time has come. */
class EndingClock extends ManualClock {
  constructor(
    time: number,
    private readonly end: number,
    private readonly controller: AbortController,
  ) {
    super(time);
  }

  override now(): number {
    if (super.now() > this.end) this.controller.abort();
    return super.now();
  }
}

describe('callsight simulate', () => {
  it('explains itself', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Usage: callsight simulate');
  });

  it.each([
    [['--colour'], /--colour/],
    [['--days', 'many'], /--days.*Expected a number from 0 to 3660/],
    [['--lost', '2'], /--lost.*Expected a number from 0 to 1\./],
    [['--timezone', 'Mars/Olympus'], /--timezone.*Expected an IANA time zone/],
    [['--url', 'localhost:4000'], /--url .* must be an http or https address/],
    [['--to', 'yesterday'], /--to.*Expected a time such as/],
    [['--rate', '5'], /needs --live/],
    [['--incident', 'spke@now/1h'], /--incident.*No incident is named "spke"\. Expected latency, errors, spike, drop/],
    [['--incident', 'latency'], /--incident.*Expected name\[=target\]\[:factor\]@start\/duration/],
    [['--incident', 'spike:many@now/1h'], /"many" is no factor of spike\. Expected a number from 1 to 100/],
    [['--incident', 'silence:2@now/1h'], /silence takes no factor/],
    [['--incident', 'spike=billing@now/1h'], /spike takes no target/],
    [
      ['--incident', 'component-down=fax@now/1h'],
      /knows no "fax"\. Expected voice-agent, telephony, scheduling, billing/,
    ],
    [['--incident', 'spike@noon/1h'], /"noon" is no start\. Expected now, now-2h, or a time such as/],
    [['--incident', 'spike@now/soon'], /"soon" is no duration\. Expected one such as/],
    [
      ['--incident', 'spike@now/20m'],
      /begins after the history, which ends at 2026-05-03T22:00:00\.000Z; it needs --live/,
    ],
    [['--live', '--incident', 'spike@now-2h/20m'], /ends before the first call, at .*; --days gives it a history/],
    [['--variation', '0.1'], /--variation.*Expected three shares/],
    [['--detail', 'some'], /--detail.*Allowed choices are full, calls/],
    [['stray'], /too many arguments/],
    [[], /no API key/],
  ])('refuses %j with 2 and says why', async (args, reason) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(reason);
  });

  it('prints the same history for the same end', async () => {
    const args = ['--dry-run', '--days', '1', '--calls-per-day', '50', '--to', '2026-05-06T00:00:00Z'];
    const first = await run(args);
    const lines = first.out.trimEnd().split('\n');
    expect(first.code).toBe(0);
    expect(lines.length).toBeGreaterThan(300);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ specversion: '1.0', source: '/simulator' });
    expect((await run(args)).out).toBe(first.out);
  });

  it('sends the history with the key of the environment, then live calls until the signal', async () => {
    const ingest = await startIngest();
    const controller = new AbortController();
    const clock = new EndingClock(MONDAY, MONDAY + 600_000, controller);
    const { code, err } = await runCallsight(
      ['simulate', '--url', ingest.url, '--days', '1', '--calls-per-day', '50', '--live', '--rate', '10'],
      { CALLSIGHT_API_KEY: 'k' },
      { clock, signal: controller.signal },
    );
    await ingest.stop();
    expect(code).toBe(0);
    expect(ingest.requests[0]?.headers.authorization).toBe('Bearer k');
    expect(err).toMatch(/history done: \d+ events/);
    expect(err).toMatch(/live done: \d+ events/);
    const calls = ingest.requests.flatMap(({ lines }) => lines).filter((line) => line.includes('call.started'));
    expect(calls.length).toBeGreaterThan(60);
  });

  it('sends an incident into a running service by one command, without a history of its own', async () => {
    const ingest = await startIngest();
    const controller = new AbortController();
    const clock = new EndingClock(MONDAY, MONDAY + 40 * MINUTE, controller);
    const { code, err } = await runCallsight(
      ['simulate', '--url', ingest.url, '--live', '--quiet', '--rate', '30', '--incident', 'spike:4@now/20m'],
      { CALLSIGHT_API_KEY: 'k' },
      { clock, signal: controller.signal },
    );
    await ingest.stop();
    expect(code).toBe(0);
    expect(err).toContain('incident: spike, factor 4, 2026-05-03T22:00:00.000Z to 2026-05-03T22:20:00.000Z');
    const calls = ingest.requests
      .flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as { type: string; time: string }))
      .filter(({ type }) => type === 'call.started')
      .map(({ time }) => Date.parse(time) - MONDAY);
    expect(Math.min(...calls)).toBeGreaterThanOrEqual(0);
    const during = calls.filter((at) => at < 20 * MINUTE).length;
    const after = calls.filter((at) => at >= 20 * MINUTE && at < 40 * MINUTE).length;
    // 2,400 and about 600, with those who try again after they gave up waiting.
    expect(during).toBeGreaterThan(2_200);
    expect(after).toBeLessThan(1_200);
  });

  it('ends with 1 and the reason when the service refuses', async () => {
    const ingest = await startIngest([{ status: 403, body: { error: { code: 'forbidden', message: 'wrong scope' } } }]);
    const { code, err } = await run(['--url', ingest.url, '--key', 'k', '--days', '0.1']);
    await ingest.stop();
    expect(code).toBe(1);
    expect(err).toContain('wrong scope');
  });
});
