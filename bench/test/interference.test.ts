import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Interference from '../src/interference.js';
import { ServiceProcess } from '../../backend/test/support/service/service-process.js';

/** As built: the quiet tenant runs in a thread of its own. */
const INTERFERENCE = join(__dirname, '../dist/interference.js');

const CALLS = 6_000;
const DAY_MS = 86_400_000;
const TO = Math.floor(Date.now() / DAY_MS) * DAY_MS;

jest.setTimeout(240_000);

/** Calls over two weeks, nearly each of another caller, so that there are groups without end. */
function history(): string {
  const lines: string[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const start = TO - 14 * DAY_MS + (call / CALLS) * 14 * DAY_MS;
    const eventOf = (type: string, seconds: number, data: object): number =>
      lines.push(
        JSON.stringify({
          specversion: '1.0',
          id: `${type}-${call}`,
          source: 'history',
          type,
          subject: `call-${call}`,
          time: new Date(start + seconds * 1_000).toISOString(),
          data,
        }),
      );
    const from = `+4930${1_000_000 + (call % 5_000)}`;
    eventOf('call.started', 0, { direction: 'inbound', from, agent: { id: `agent-${call % 40}` } });
    eventOf('call.answered', 3, {});
    eventOf('call.ended', 60 + (call % 300), { ended_by: 'caller' });
  }
  return lines.join('\n');
}

/** Resident memory of a process, in MB. */
const memoryOf = async (pid: number): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

it('whatever one tenant asks and sends, the events, questions and health checks of another are answered', async () => {
  const service = await ServiceProcess.start({
    CALLSIGHT_DUCKDB_MEMORY: '1GB',
    CALLSIGHT_QUERY_MEMORY_MB: '512',
    CALLSIGHT_QUERY_TIMEOUT_SECONDS: '5',
  });
  try {
    const { interfere } = (await import(INTERFERENCE)) as typeof Interference;
    const lines = { 'content-type': 'application/x-ndjson' };
    const sent = await service.main.exchange('POST', '/v1/events', history(), lines);
    expect(sent.body).toMatchObject({ accepted: CALLS * 3, rejected: [] });
    const quiet = await service.tenant('quiet');

    const seed = Math.floor(Math.random() * 1e9);
    const seen = await interfere({
      url: service.url,
      hostileKey: service.main.key,
      quietKey: quiet.key,
      seconds: 15,
      to: TO,
      seed,
      askers: 4,
      senders: 2,
    });
    expect({ seed, failed: seen.failed }).toEqual({ seed, failed: [] });
    expect(seen.events.length).toBeGreaterThan(0);
    // Answered, or refused with a reason; never a fault of ours, never a broken connection.
    const allowed = ['200', '201', '202', '400', '401', '413', '429', '503'];
    expect({ seed, strange: Object.keys(seen.hostile).filter((status) => !allowed.includes(status)) }).toEqual({
      seed,
      strange: [],
    });

    expect(await service.health()).toMatchObject({ ready: true, queries: { restarts: 0 } });
    expect(await memoryOf(service.pid)).toBeLessThan(3_000);
    // Every event that was acknowledged can be queried.
    await service.waitUntilProjected();
    const counted = await quiet.values({ metrics: ['calls.count'] }, { from: 'now-1d', to: 'now+1h' });
    expect(counted).toEqual([[seen.events.length]]);
  } finally {
    // Its process warnings, such as of a leak, fail the test here.
    await service.stop();
    await service.remove();
  }
});
