import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Interference from '../src/interference.js';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import { columnOf } from '../../backend/test/support/frames.js';
import { ServiceProcess, until } from '../../backend/test/support/service-process.js';

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
    const tell = (type: string, seconds: number, data: object): number =>
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
    tell('call.started', 0, { direction: 'inbound', from, agent: { id: `agent-${call % 40}` } });
    tell('call.answered', 3, {});
    tell('call.ended', 60 + (call % 300), { ended_by: 'caller' });
  }
  return lines.join('\n');
}

/** Resident memory of a process, in MB. */
const memoryOf = async (pid: number): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

it('whatever one tenant asks and sends, the events, questions and health checks of another are answered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-interference-'));
  const service = await ServiceProcess.start(folder, {
    CALLSIGHT_DUCKDB_MEMORY: '1GB',
    CALLSIGHT_QUERY_MEMORY_MB: '512',
    CALLSIGHT_QUERY_TIMEOUT_SECONDS: '5',
  });
  try {
    const { interfere } = (await import(INTERFERENCE)) as typeof Interference;
    const sent = await service.post('/v1/events', 'application/x-ndjson', history());
    expect(await sent.json()).toMatchObject({ accepted: CALLS * 3, rejected: [] });
    const key = await service.post(
      '/v1/keys',
      'application/json',
      JSON.stringify({ name: 'q', scopes: ['ingest', 'query'], tenant: 'quiet' }),
    );
    const { key: quietKey } = (await key.json()) as { key: string };

    const seed = Math.floor(Math.random() * 1e9);
    const seen = await interfere({
      url: service.url,
      hostileKey: service.key,
      quietKey,
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

    const health = (await (await service.get('/healthz')).json()) as { ready: boolean; queries: { restarts: number } };
    expect(health).toMatchObject({ ready: true, queries: { restarts: 0 } });
    expect(await memoryOf(service.pid)).toBeLessThan(3_000);
    // Every event that was acknowledged can be queried.
    await until(
      async () => ((await (await service.get('/healthz')).json()) as { rows: { pending: number } }).rows.pending === 0,
    );
    const reply = await fetch(`${service.url}/v1/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${quietKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from: 'now-1d', to: 'now+1h', queries: [{ refId: 'A', metrics: ['calls.count'] }] }),
    });
    const counted = (await reply.json()) as QueryAnswer;
    expect(columnOf(counted, 'calls.count')).toEqual([seen.events.length]);
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
