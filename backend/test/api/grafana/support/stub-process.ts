import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const STUB = join(__dirname, '../../../../../plugin/src/datasource/gpx_callsight');

/** What a stub that gave no address left behind. */
export class StubEnded extends Error {
  override readonly name = 'StubEnded';
  constructor(
    readonly code: number | null,
    /** Lines of stderr. */
    readonly lines: readonly string[],
  ) {
    super(`the stub ended: ${lines.join(' ')}`);
  }
}

const isGone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The script that Grafana starts as the backend of the datasource. */
export class StubProcess {
  /** What it printed: one line. */
  readonly handshake: string;
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(handshake: string, child: ChildProcess, pid: number) {
    this.handshake = handshake;
    this.#child = child;
    this.pid = pid;
  }

  /**
   * Nothing of the environment is passed on, not even PATH.
   * @param address as in Grafana's configuration: `unix:/path` or `host:port`
   * @throws StubEnded
   */
  static async start(address: string | undefined, env: Readonly<Record<string, string>> = {}): Promise<StubProcess> {
    const child = spawn(STUB, [], {
      env: { ...env, ...(address === undefined ? {} : { GF_PLUGIN_ADDRESS: address }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const errors: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      once(child, 'close').then(() => [undefined]),
    ])) as [string | undefined];
    if (line === undefined || child.pid === undefined) throw new StubEnded(child.exitCode, errors);
    return new StubProcess(line, child, child.pid);
  }

  get isRunning(): boolean {
    return !isGone(this.#child);
  }

  /** @returns the signal that it ended by, null if it ended by itself */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<NodeJS.Signals | null> {
    if (!isGone(this.#child)) {
      const gone = once(this.#child, 'exit');
      this.#child.kill(signal);
      await gone;
    }
    return this.#child.signalCode;
  }

  /** Where the address leads, as gRPC names it. @throws when the line is no handshake */
  get target(): string {
    const match = /^1\|2\|(unix|tcp)\|(.+)\|grpc\|$/.exec(this.handshake);
    if (match === null) throw new Error(`this is no handshake: ${this.handshake}`);
    const [, network, where = ''] = match;
    return network === 'unix' ? `unix:${where}` : where;
  }
}
