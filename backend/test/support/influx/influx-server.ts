import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';
import type { InfluxDatabase } from './influx-database.js';
import { influxHttp, type CallInflux } from './influx-http.js';
import type { InfluxInstallation } from './influx-installation.js';
import type { InfluxAdmin, InfluxKind, TlsFiles } from './influx-kind.js';
import { ServerProcess } from '../server-process.js';
import { INFLUX_V1 } from './influx-v1.js';
import { INFLUX_V2 } from './influx-v2.js';

const START_LIMIT_MS = 60_000;

export interface InfluxOptions {
  /** Serves HTTPS with this certificate, which has to be valid for 127.0.0.1. */
  readonly tls?: TlsFiles;
  /** Further settings of the server: its own environment variables (`INFLUXD_…`, `INFLUXDB_…`), which win over ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder that stays when the server stops; one that an earlier server left is taken up with its administrator. */
  readonly dataDir?: string;
}

/** A real InfluxDB on this machine, on a free port of the loopback, with authentication on. */
export class InfluxServer {
  readonly url: string;
  readonly version: string;
  readonly api: 'v2' | 'v1';
  readonly flux: boolean;
  readonly dataDir: string;
  /** Sends a raw request, without credentials unless it carries them. */
  readonly call: CallInflux;
  readonly #run: () => ServerProcess;
  readonly #kind: InfluxKind;
  readonly #ours: boolean;
  #process: ServerProcess;
  #admin: InfluxAdmin | undefined;

  private constructor(
    installation: InfluxInstallation,
    options: InfluxOptions,
    dataDir: string,
    port: number,
    sparePort: number,
  ) {
    const { tls, env } = options;
    this.version = installation.version;
    this.api = installation.api;
    this.flux = installation.flux;
    this.dataDir = dataDir;
    this.url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
    this.call = influxHttp(this.url, tls === undefined ? undefined : readFileSync(tls.cert, 'utf8'));
    const kind = installation.api === 'v2' ? INFLUX_V2 : INFLUX_V1;
    const environment = { ...kind.environment({ folder: dataDir, port, sparePort, tls }), ...env };
    this.#kind = kind;
    this.#ours = options.dataDir === undefined;
    this.#run = () => new ServerProcess(installation.binary, kind.args, environment, dataDir);
    this.#process = this.#run();
  }

  /** Resolves when the server takes requests and has its administrator. @throws with its last words if it does not start */
  static async start(installation: InfluxInstallation, options: InfluxOptions = {}): Promise<InfluxServer> {
    const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), `callsight-influxdb-${installation.version}-`)));
    const dataDir = resolve(folder);
    await mkdir(dataDir, { recursive: true });
    const server = new InfluxServer(installation, options, dataDir, await freePort(), await freePort());
    try {
      await server.#ready();
      server.#admin = await server.#administrator();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get admin(): InfluxAdmin {
    if (this.#admin === undefined) throw new Error('the server has not been set up');
    return this.#admin;
  }

  /** A new empty bucket or database with credentials for it alone. */
  database(name = `test_${randomBytes(6).toString('hex')}`): Promise<InfluxDatabase> {
    return this.#kind.database(this, this.admin, name);
  }

  /** As when its machine loses its power. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Starts again on the same port and data, from wherever it is: running, killed or frozen. */
  async restart(): Promise<void> {
    await this.#process.end();
    this.#process = this.#run();
    await this.#ready();
  }

  /** Connections are taken by the kernel and nothing answers, until {@link thaw}; resolves when it is so. */
  async freeze(): Promise<void> {
    await this.#process.freeze();
  }

  thaw(): void {
    this.#process.thaw();
  }

  /** Ends the server and removes its data, unless the test gave the folder. */
  async stop(): Promise<void> {
    await this.#process.end();
    if (this.#ours) await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Resident memory, bytes. */
  rss(): number {
    return this.#process.rss();
  }

  async #ready(): Promise<void> {
    const end = performance.now() + START_LIMIT_MS;
    let problem = '';
    while (this.#process.running && performance.now() < end) {
      try {
        const { status, body } = await this.call({ method: 'GET', path: this.#kind.probe, timeoutMs: 2_000 });
        if (status >= 200 && status < 300) return;
        problem = `${status} ${body}`;
      } catch (error) {
        problem = String(error);
      }
      await pause(25);
    }
    throw new Error(`InfluxDB ${this.version} did not start (${problem}):\n${this.#process.lastWords()}`);
  }

  async #administrator(): Promise<InfluxAdmin> {
    const file = join(this.dataDir, 'admin.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as InfluxAdmin;
    const admin = await this.#kind.setUp(this.call);
    await writeFile(file, JSON.stringify(admin), { mode: 0o600 });
    return admin;
  }
}
