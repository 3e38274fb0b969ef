import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { TestEvent } from '../support/events.js';
import { ServiceProcess, until } from '../support/service-process.js';
import type { Ask } from './failure-exact.js';
import type { Health } from './failure-service.js';

type FullHealth = Health & { readonly rows: { readonly pending: number } };

/** The memory that the services of this test hold for themselves, bytes; pages of their files do not count. */
function memoryOfServices(): number {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      // It has ended meanwhile.
      return '';
    }
  };
  const ours = readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      read(pid, 'status').includes(`\nPPid:\t${process.pid}\n`) &&
      read(pid, 'cmdline').includes('dist/main.cjs'),
  );
  return ours.reduce(
    (sum, pid) => sum + Number(/^RssAnon:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? 0) * 1_024,
    0,
  );
}

/** The built service in a process that is killed and started again on the same folder, as often as a test likes. */
export class MortalService {
  readonly #folder: string;
  readonly #variables: Readonly<Record<string, string>>;
  #process: ServiceProcess;

  private constructor(folder: string, variables: Readonly<Record<string, string>>, process: ServiceProcess) {
    this.#folder = folder;
    this.#variables = variables;
    this.#process = process;
  }

  static async start(variables: Readonly<Record<string, string>>): Promise<MortalService> {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-mortal-'));
    const all = { CALLSIGHT_MIN_FREE_BYTES: '0', CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '1', ...variables };
    const service = new MortalService(folder, all, await ServiceProcess.start(folder, all));
    await until(async () => (await service.health()).ready);
    return service;
  }

  async killAndRestart(): Promise<void> {
    await this.#process.kill();
    this.#process = await ServiceProcess.start(this.#folder, this.#variables);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Hands events over until they are acknowledged: whoever gets no answer sends the same again. */
  send = (events: readonly TestEvent[]): Promise<void> =>
    until(async () => {
      try {
        return (await this.#process.post('/v1/events', 'application/json', JSON.stringify(events))).status === 202;
      } catch {
        return false;
      }
    });

  ask: Ask = async (body) =>
    (await (await this.#process.post('/v1/query', 'application/json', JSON.stringify(body))).json()) as QueryAnswer;

  async health(): Promise<FullHealth> {
    return (await (await this.#process.get('/healthz')).json()) as FullHealth;
  }

  /** Resolves when everything that was acknowledged is published. */
  async published(): Promise<void> {
    await until(async () => {
      const { rows, record } = await this.health();
      const publishBacklog = rows.pending + record.pending_rows + record.pending_cells;
      return publishBacklog === 0 && record.status === 'ok';
    });
  }

  /** Bytes that it holds in memory, without the pages of its files. */
  memory(): number {
    return memoryOfServices();
  }
}
