import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(__dirname, '../../dist/main.cjs');

const KEY = 'key-of-the-test-0123456789';

/** The built service in a process of its own, so that it can be killed. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly url: string;

  readonly #warnings: readonly string[];

  private constructor(child: ChildProcess, exited: Promise<unknown>, url: string, warnings: readonly string[]) {
    this.#warnings = warnings;
    this.#child = child;
    this.#exited = exited;
    this.url = url;
  }

  /** Starts on a free port and resolves when the log says that it listens. */
  static async start(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'] ?? '',
        CALLSIGHT_PORT: '0',
        CALLSIGHT_DATA_DIR: dataDir,
        CALLSIGHT_BOOTSTRAP_KEY: KEY,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    const warnings: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      process.stderr.write(`${line}\n`);
      if (/^\(node:\d+\) .*Warning/.test(line)) warnings.push(line);
    });
    const lines = createInterface({ input: child.stdout });
    const url = await Promise.race([listeningAt(lines), exited.then(() => undefined)]);
    if (url === undefined) throw new Error('the service ended before it listened');
    return new ServiceProcess(child, exited, url, warnings);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Key with all scopes of tenant `main`. */
  get key(): string {
    return KEY;
  }

  /** As when the machine loses its power: nothing is flushed, nothing is closed. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    await this.#exited;
    // Such as too many listeners: a leak.
    if (this.#warnings.length > 0) throw new Error(`the service caused process warnings: ${this.#warnings.join('; ')}`);
    return this.#child.exitCode;
  }

  post(path: string, type: string, body: string): Promise<Response> {
    return fetch(this.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': type },
      body,
    });
  }

  async get(path: string): Promise<Response> {
    return fetch(this.url + path, { headers: { authorization: `Bearer ${KEY}` } });
  }

  /** Number of calls that queries see in a range, once nothing is left to deliver. */
  async settledCount(from: string, to: string): Promise<number> {
    await until(
      async () => ((await (await this.get('/healthz')).json()) as { rows: { pending: number } }).rows.pending === 0,
    );
    const body = JSON.stringify({ from, to, queries: [{ refId: 'A', metrics: ['calls.count'] }] });
    const answer = (await (await this.post('/v1/query', 'application/json', body)).json()) as {
      results: { A: { frames: [{ data: { values: [[number]] } }] } };
    };
    return answer.results.A.frames[0].data.values[0][0];
  }
}

async function listeningAt(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) {
    const url = (JSON.parse(line) as { url?: string }).url;
    if (url !== undefined) return url;
  }
  return undefined;
}

/** Asks again until it is so; gives up after half a minute. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (performance.now() < end) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to be so within 30 s');
}
