import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** `nobody`: the tests run what the container would run as somebody without any rights. */
const NOBODY = 65_534;
const STOP_LIMIT_MS = 20_000;

const AS_NOBODY = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--no-new-privs'];

/** Whether this process may become nobody, and nobody may run Node. */
const canDrop =
  process.getuid?.() === 0 &&
  spawnSync('setpriv', [...AS_NOBODY, '--bounding-set', '-all', process.execPath, '--version']).status === 0;

/** The user that commands are run as, if it is not this process's own. */
export const CONTAINED_USER: number | undefined = canDrop ? NOBODY : undefined;

interface Run {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A command of a container, run on this machine: its environment alone, without rights, without a way to gain any. */
export class Contained {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  output = '';

  constructor(command: readonly string[], { cwd, env }: Run) {
    const [program = '', ...args] = command;
    const words = [program === 'node' ? process.execPath : program, ...args];
    const drop = CONTAINED_USER === undefined ? [] : [...AS_NOBODY, '--bounding-set', '-all'];
    this.#child = spawn('setpriv', [...drop, '--pdeathsig', 'KILL', '--', ...words], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    this.#exited = once(this.#child, 'close');
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async ended(): Promise<Ended> {
    await this.#exited;
    return { code: this.#child.exitCode, output: this.output };
  }

  /** As `docker stop`: the signal, and the end of it if that does not help. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    if (this.running) this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    const ended = await this.ended();
    clearTimeout(timer);
    return ended;
  }
}
