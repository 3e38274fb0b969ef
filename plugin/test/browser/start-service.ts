import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface RunningService {
  readonly url: string;
  readonly key: string;
  /** Where Grafana is answered, as its configuration says it. */
  readonly address: string;
  stop(): Promise<void>;
}

const KEY = 'browser-test-key-browser-test-key';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}: run "npm run build" first`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
}

/** Waits until every event that was taken counts. */
async function untilCounted(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/healthz`);
    const { ledger, rows } = (await answer.json()) as { ledger: { waiting: number }; rows: { pending: number } };
    if (ledger.waiting === 0 && rows.pending === 0) return;
    await delay(100);
  }
}

/**
 * Starts the built service on a port and in a folder of its own, with ten days of calls that are made up. They end two hours ago, so
 * that a window of an hour is over for all of them and numbers do not move while they are looked at.
 */
export async function startService(root: string): Promise<RunningService> {
  const dist = join(root, 'backend/dist');
  const folder = await mkdtemp(join(tmpdir(), 'callsight-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    CALLSIGHT_PORT: String(port),
    CALLSIGHT_DATA_DIR: folder,
    CALLSIGHT_BOOTSTRAP_KEY: KEY,
    CALLSIGHT_LOG_LEVEL: 'error',
    CALLSIGHT_CHECKS_BUILT_IN: 'false',
  };
  const child = spawn(process.execPath, [join(dist, 'main.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child);
    const simulate = [
      join(dist, 'cli/main.js'),
      'simulate',
      '--url',
      url,
      '--seed',
      'browser',
      '--to',
      new Date(Date.now() - 2 * 3_600_000).toISOString(),
      '--days',
      '10',
      '--calls-per-day',
      '200',
    ];
    await run(simulate, { CALLSIGHT_API_KEY: KEY });
    await untilCounted(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, key: KEY, address: `unix:${join(folder, 'grafana.sock')}`, stop };
}
