import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Ticks a second of the kernel's process accounting. */
const TICKS = 100;

export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** Entry point of the service, as it was built. */
export const SERVICE = new URL('main.cjs', import.meta.resolve('@callsight/backend/main')).href;

/** A server of ours in a process of its own, as an operator runs it. */
export class ServerProcess {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    readonly port: number,
  ) {
    this.#child = child;
  }

  /** @param script its entry point, as a file URL */
  static async start(script: string, port: number, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const file = fileURLToPath(script);
    const child = spawn(process.execPath, ['--max-semi-space-size=64', '--max-old-space-size=2048', file], {
      env: {
        ...process.env,
        // Its own checks would count among the events that are measured.
        CALLSIGHT_CHECKS_BUILT_IN: 'false',
        ...env,
        CALLSIGHT_PORT: String(port),
        CALLSIGHT_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const server = new ServerProcess(child, port);
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return server;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${script} did not get ready`);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async usage(): Promise<Usage> {
    const pid = String(this.#child.pid);
    const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return {
      cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS,
      rssMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024),
    };
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}
