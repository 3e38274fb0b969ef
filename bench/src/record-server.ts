import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InfluxSettings } from '@callsight/backend/storage/influx/influx-settings';

export interface RecordBinary {
  readonly version: string;
  readonly api: 'v2' | 'v1';
  readonly binary: string;
}

/** The servers that scripts/influx-servers.mjs has got on this machine. */
export function recordBinaries(): RecordBinary[] {
  const { CALLSIGHT_CACHE, XDG_CACHE_HOME } = process.env;
  const folder = join(CALLSIGHT_CACHE ?? XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'callsight', 'influxdb');
  const found = existsSync(folder) ? readdirSync(folder) : [];
  return found
    .map((version): RecordBinary => ({
      version,
      api: version.startsWith('1.') ? 'v1' : 'v2',
      binary: join(folder, version, 'influxd'),
    }))
    .filter(({ binary }) => existsSync(binary));
}

const PORT = 4_813;
const SPARE_PORT = 4_814;
const URL_OF_SERVER = `http://127.0.0.1:${PORT}`;
const TOKEN = 'token-of-the-benchmark';
const ORG = 'bench';

/** Points go from the log into their files when so long nothing was written, so that sizes can be told. */
const COLD = '5s';

const ENVIRONMENT: Readonly<Record<RecordBinary['api'], (folder: string) => Record<string, string>>> = {
  v1: (folder) => ({
    INFLUXDB_META_DIR: `${folder}/meta`,
    INFLUXDB_DATA_DIR: `${folder}/data`,
    INFLUXDB_DATA_WAL_DIR: `${folder}/wal`,
    INFLUXDB_BIND_ADDRESS: `127.0.0.1:${SPARE_PORT}`,
    INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${PORT}`,
    INFLUXDB_HTTP_LOG_ENABLED: 'false',
    INFLUXDB_DATA_QUERY_LOG_ENABLED: 'false',
    INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION: COLD,
    INFLUXDB_MONITOR_STORE_ENABLED: 'false',
    INFLUXDB_REPORTING_DISABLED: 'true',
  }),
  v2: (folder) => ({
    INFLUXD_BOLT_PATH: `${folder}/influxd.bolt`,
    INFLUXD_SQLITE_PATH: `${folder}/influxd.sqlite`,
    INFLUXD_ENGINE_PATH: `${folder}/engine`,
    INFLUXD_HTTP_BIND_ADDRESS: `127.0.0.1:${PORT}`,
    INFLUXD_STORAGE_CACHE_SNAPSHOT_WRITE_COLD_DURATION: COLD,
    INFLUXD_REPORTING_DISABLED: 'true',
    INFLUXD_LOG_LEVEL: 'error',
  }),
};

async function send(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${URL_OF_SERVER}${path}`, {
    method: 'POST',
    headers: { authorization: `Token ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** A real InfluxDB of its own, with as few settings as it needs. */
export class RecordServer {
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #api: RecordBinary['api'];
  #organization = '';

  private constructor(child: ChildProcess, api: RecordBinary['api'], folder: string) {
    this.#child = child;
    this.#api = api;
    this.folder = folder;
  }

  static async start({ api, binary }: RecordBinary): Promise<RecordServer> {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-influxdb-'));
    const args = api === 'v1' ? ['run', '-config', '/dev/null'] : [];
    const child = spawn(binary, args, { env: { ...process.env, ...ENVIRONMENT[api](folder) }, stdio: 'ignore' });
    const server = new RecordServer(child, api, folder);
    try {
      await server.#ready();
      if (api === 'v2') {
        const setup = { username: 'bench', password: 'bench of callsight', org: ORG, bucket: 'first', token: TOKEN };
        const { org } = (await send('/api/v2/setup', setup)) as { org: { id: string } };
        server.#organization = org.id;
      }
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Makes a bucket or database. */
  async bucket(name: string): Promise<InfluxSettings> {
    if (this.#api === 'v2') await send('/api/v2/buckets', { orgID: this.#organization, name, retentionRules: [] });
    else await fetch(`${URL_OF_SERVER}/query?q=${encodeURIComponent(`CREATE DATABASE "${name}"`)}`, { method: 'POST' });
    return {
      url: URL_OF_SERVER,
      api: this.#api,
      bucket: name,
      org: ORG,
      token: this.#api === 'v2' ? TOKEN : undefined,
      username: undefined,
      password: undefined,
      ca: undefined,
      timeoutMs: 120_000,
    };
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await exited;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 600 && this.#child.exitCode === null; attempt += 1) {
      const up = await fetch(`${URL_OF_SERVER}/ping`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('InfluxDB did not start');
  }
}
