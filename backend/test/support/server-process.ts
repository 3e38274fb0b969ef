import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a server may take to close its files before it is killed. */
const STOP_LIMIT_MS = 15_000;

/** `setpriv` (util-linux) lets the kernel end the server if this process dies before it could. */
function mortal(command: string, args: readonly string[]): [string, string[]] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.some((folder) => existsSync(join(folder, 'setpriv')));
  return found ? ['setpriv', ['--pdeathsig', 'KILL', '--', command, ...args]] : [command, [...args]];
}

/** One run of a server of others; its output goes to a file in its folder. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #log: string;

  constructor(binary: string, args: readonly string[], env: Readonly<Record<string, string>>, folder: string) {
    this.#log = join(folder, 'server.log');
    const output = openSync(this.#log, 'a');
    const [command, list] = mortal(binary, args);
    this.#child = spawn(command, list, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#exited = once(this.#child, 'exit').catch(() => undefined);
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get #pid(): number {
    const { pid } = this.#child;
    if (pid === undefined || !this.running) throw new Error('the server does not run');
    return pid;
  }

  /** What it said last. */
  lastWords(): string {
    return readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
  }

  /** As when the machine loses its power: nothing is flushed, nothing is closed. */
  async kill(): Promise<void> {
    if (!this.running) return;
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Lets it close its files; a server that does not end in time is killed. */
  async end(): Promise<void> {
    if (!this.running) return;
    this.#child.kill('SIGTERM');
    this.#child.kill('SIGCONT');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  /** Resolves when no thread of it runs any more. */
  async freeze(): Promise<void> {
    this.#child.kill('SIGSTOP');
    const tasks = `/proc/${this.#pid}/task`;
    const state = (task: string): string => readFileSync(join(tasks, task, 'status'), 'utf8');
    while (readdirSync(tasks).some((task) => !/^State:\s+T/m.test(state(task)))) await pause(1);
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** Resident memory, bytes. */
  rss(): number {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  }
}
