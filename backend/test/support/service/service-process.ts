import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ServiceUnderTest, TEST_KEY, type Variables } from './service-under-test.js';
import { until } from './until.js';

/** The built service. */
export const MAIN = join(__dirname, '../../../dist/main.cjs');

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  readonly url: string;
  readonly warnings: readonly string[];
}

/** The built service in a process of its own: it can be killed, and started again on its folder. */
export class ServiceProcess extends ServiceUnderTest {
  #running: Running | undefined;
  #variables: Variables = {};

  private constructor(folder: string) {
    super(folder, async (method, path, headers, body) => {
      const response = await fetch(this.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.text(),
      };
    });
  }

  /** Starts on an empty folder. */
  static async start(variables: Variables = {}): Promise<ServiceProcess> {
    return ServiceProcess.startOn(await mkdtemp(join(tmpdir(), 'callsight-process-')), variables);
  }

  /** Starts on a folder that may hold what an earlier service left. */
  static async startOn(folder: string, variables: Variables = {}): Promise<ServiceProcess> {
    const service = new ServiceProcess(folder);
    await service.start(variables);
    return service;
  }

  get #process(): Running {
    if (this.#running === undefined) throw new Error('the service is not running');
    return this.#running;
  }

  get url(): string {
    return this.#process.url;
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** Resolves when the log says that the service listens. @param variables those of the start before if absent */
  async start(variables: Variables = this.#variables): Promise<void> {
    this.#variables = variables;
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'] ?? '',
        CALLSIGHT_PORT: '0',
        CALLSIGHT_DATA_DIR: this.folder,
        CALLSIGHT_BOOTSTRAP_KEY: TEST_KEY,
        // They add events to tenant `main`, and ask platforms.
        CALLSIGHT_CHECKS_BUILT_IN: 'false',
        ...variables,
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
    this.#running = { child, exited, url, warnings };
  }

  /** As when the machine loses its power: nothing is flushed, nothing is closed. */
  async kill(): Promise<void> {
    const { child, exited } = this.#process;
    child.kill('SIGKILL');
    await exited;
  }

  /** @returns the exit code, null after a kill */
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    const { child, exited, warnings } = this.#process;
    child.kill(signal);
    await exited;
    // Such as too many listeners: a leak.
    if (warnings.length > 0) throw new Error(`the service caused process warnings: ${warnings.join('; ')}`);
    return child.exitCode;
  }

  /** Kills what still runs, and removes the folder. */
  async remove(): Promise<void> {
    if (this.#running !== undefined) await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async waitUntilProjected(): Promise<void> {
    await until(async () => (await this.health()).rows.pending === 0);
  }

  async waitUntilPublished(): Promise<void> {
    await until(async () => {
      const { rows, record } = await this.health();
      return rows.pending + record.pending_rows + record.pending_cells === 0 && record.status === 'ok';
    });
  }
}

async function listeningAt(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) {
    const url = (JSON.parse(line) as { url?: string }).url;
    if (url !== undefined) return url;
  }
  return undefined;
}
