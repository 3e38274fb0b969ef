import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';
import { cache, have, keep, onPath, PATH, pinnedVersion, run } from './test-servers.mjs';

/**
 * Real InfluxDB servers for the tests: a server that is not there yet is built from its sources (as Go modules that
 * `tools/` pins) or taken out of Debian's package, and kept outside the tree for all later runs.
 * backend/test/support/influx/influx-servers.ts looks for them in the same folder.
 */
const servers = join(cache, 'influxdb');

/** All builds together; without any cache they take about a third of it on two cores. */
const BUILD_LIMIT_MS = 25 * 60_000;

const BUILT = [
  {
    api: 'v2',
    folder: 'tools/influxdb2',
    module: 'github.com/influxdata/influxdb/v2',
    tags: 'sqlite_foreign_keys,sqlite_json',
  },
  { api: 'v1', folder: 'tools/influxdb1', module: 'github.com/influxdata/influxdb', tags: '' },
];

/** The version in Debian 12; others may have another one or none. */
const DEBIAN = '1.6.7';

const binaryOf = (version) => join(servers, version, 'influxd');

/**
 * Flux pins an older Rust than it needs; where rustup manages Rust, its default toolchain is used instead of
 * downloading that one.
 */
function rustToolchain(env) {
  if (!onPath('rustup')) return {};
  const { status, stdout } = spawnSync('rustup', ['show', 'active-toolchain'], {
    cwd: tmpdir(),
    env,
    encoding: 'utf8',
  });
  return status === 0 ? { RUSTUP_TOOLCHAIN: stdout.split(' ')[0] } : {};
}

async function build({ folder, module, tags }, version, deadline) {
  // The Flux engine is a Rust library: `go build` asks for it through a pkg-config that lets cargo build it.
  const missing = ['go', 'cargo', 'cc', 'pkg-config'].filter((program) => !onPath(program));
  if (missing.length > 0) throw new Error(`needs ${missing.join(', ')}`);
  const scratch = mkdtempSync(join(tmpdir(), 'callsight-influxdb-'));
  try {
    // One place for every build: the flags that it answers with are part of what Go's build cache goes by.
    const pkgConfig = join(cache, 'influxdb-build', 'pkg-config');
    const plain = { ...process.env, PATH, GOWORK: 'off', CGO_ENABLED: '1' };
    const env = { ...plain, ...rustToolchain(plain) };
    const options = { cwd: join(root, folder), env };
    await run('go', ['build', '-o', pkgConfig, 'github.com/influxdata/pkg-config'], options, deadline);
    const binary = join(scratch, 'influxd');
    const stamp = `-s -w -X main.version=${version}`;
    const args = ['build', '-trimpath', '-tags', tags, '-ldflags', stamp, '-o', binary, `${module}/cmd/influxd`];
    await run('go', args, { ...options, env: { ...env, PKG_CONFIG: pkgConfig } }, deadline);
    keep(binary, binaryOf(version));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Takes the server out of Debian's package without installing it: no root needed, no service started. */
async function unpack(version, deadline) {
  if (!onPath('apt-get') || !onPath('dpkg-deb')) throw new Error('needs apt-get and dpkg-deb');
  const scratch = mkdtempSync(join(tmpdir(), 'callsight-influxdb-'));
  try {
    const options = { cwd: scratch, env: { ...process.env, PATH } };
    const download = () => run('apt-get', ['download', '-qq', 'influxdb'], options, deadline);
    await download().catch(async (error) => {
      if (process.getuid?.() !== 0) throw error;
      await run('apt-get', ['update', '-qq'], options, deadline);
      await download();
    });
    await run('sh', ['-c', 'dpkg-deb -x influxdb_*.deb .'], options, deadline);
    const binary = join(scratch, 'usr/bin/influxd');
    const { stdout } = spawnSync(binary, ['version'], { encoding: 'utf8' });
    if (!stdout?.includes(`v${version}`)) throw new Error(`the package has another version: ${stdout?.trim()}`);
    keep(binary, binaryOf(version));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** How each server is got. */
const SERVERS = [
  { api: 'v1', version: () => DEBIAN, how: 'unpacked', get: (_version, deadline) => unpack(DEBIAN, deadline) },
  ...BUILT.map((tool) => ({
    api: tool.api,
    version: () => pinnedVersion(tool),
    how: 'built',
    get: (version, deadline) => build(tool, version, deadline),
  })),
];

/**
 * Gets what is missing, one line a server.
 * @param apis which servers: those that speak `v1`, `v2`, or both
 * @returns whether there is at least one of them
 */
export async function influxServers(apis = ['v1', 'v2']) {
  const deadline = performance.now() + BUILD_LIMIT_MS;
  const got = [];
  for (const { version, how, get } of SERVERS.filter(({ api }) => apis.includes(api)))
    got.push(await have(`InfluxDB ${version()}`, binaryOf(version()), how, () => get(version(), deadline)));
  return got.includes(true);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = (await influxServers()) ? 0 : 1;
}
