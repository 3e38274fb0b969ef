import { PassThrough } from 'node:stream';
import { simulateCommand } from '../../src/cli/simulate.js';
import { MONDAY } from '../../../simulator/test/history-of.js';
import { startIngest } from '../../../simulator/test/ingest-stub.js';
import { ManualClock } from '../../../simulator/test/manual-clock.js';

const collect = (stream: PassThrough) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
};

const run = async (args: string[], extra: { env?: Record<string, string>; signal?: AbortSignal } = {}) => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const out = collect(stdout);
  const err = collect(stderr);
  const clock = new ManualClock(MONDAY);
  const code = await simulateCommand(args, { stdout, stderr, env: {}, clock, ...extra });
  return { code, out: out(), err: err() };
};

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
    [['--days', 'many'], /--days must be a number/],
    [['--lost', '2'], /--lost must be a number from 0 to 1/],
    [['--timezone', 'Mars/Olympus'], /--timezone must be a zone/],
    [['--url', 'localhost:4000'], /--url must be an http/],
    [['--to', 'yesterday'], /--to must be a time/],
    [['--rate', '5'], /needs --live/],
    [['--detail', 'some'], /--detail must be/],
    [['stray'], /stray/],
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
    const stderr = new PassThrough();
    const err = collect(stderr);
    const code = await simulateCommand(
      ['--url', ingest.url, '--days', '1', '--calls-per-day', '50', '--live', '--rate', '10'],
      { stdout: new PassThrough(), stderr, env: { CALLSIGHT_API_KEY: 'k' }, clock, signal: controller.signal },
    );
    await ingest.stop();
    expect(code).toBe(0);
    expect(ingest.requests[0]?.headers.authorization).toBe('Bearer k');
    expect(err()).toMatch(/history done: \d+ events/);
    expect(err()).toMatch(/live done: \d+ events/);
    const calls = ingest.requests.flatMap(({ lines }) => lines).filter((line) => line.includes('call.started'));
    expect(calls.length).toBeGreaterThan(60);
  });

  it('ends with 1 and the reason when the service refuses', async () => {
    const ingest = await startIngest([{ status: 403, body: { error: { code: 'forbidden', message: 'wrong scope' } } }]);
    const { code, err } = await run(['--url', ingest.url, '--key', 'k', '--days', '0.1']);
    await ingest.stop();
    expect(code).toBe(1);
    expect(err).toContain('wrong scope');
  });
});
