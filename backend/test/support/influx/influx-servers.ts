import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { InfluxInstallation } from './influx-installation.js';

/** Where scripts/influx-servers.mjs keeps what it gets: `<version>/influxd`. */
function serversFolder(): string {
  const { CALLSIGHT_CACHE, XDG_CACHE_HOME } = process.env;
  return join(CALLSIGHT_CACHE || XDG_CACHE_HOME || join(homedir(), '.cache'), 'callsight', 'influxdb');
}

const numbersOf = (version: string): number[] => version.split('.').map(Number);

/** Below zero if the first version is the newer one. */
function newerFirst(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (b[at] ?? 0) - a[at]!;
}

function installationOf(version: string, binary: string): InfluxInstallation {
  const [major = 0, minor = 0] = numbersOf(version);
  return { version, api: major >= 2 ? 'v2' : 'v1', flux: major >= 2 || minor >= 7, binary };
}

/** Whether a version is asked for: `1.13` means each 1.13.x. */
const asked = (wanted: readonly string[], version: string): boolean =>
  wanted.length === 0 || wanted.some((start) => `${version}.`.startsWith(`${start}.`));

/**
 * The installed servers, newest first; synchronous, for `describe.each`.
 * `CALLSIGHT_TEST_INFLUX="2.9,1.6"` narrows them to these versions.
 *
 * @throws if there is none: a run without a real server proves nothing
 */
export function influxServers(): InfluxInstallation[] {
  const folder = serversFolder();
  const wanted = (process.env['CALLSIGHT_TEST_INFLUX'] ?? '').split(/[\s,]+/).filter((version) => version !== '');
  const found = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((version) => /^\d+(\.\d+)+$/.test(version) && asked(wanted, version))
    .map((version) => installationOf(version, join(folder, version, 'influxd')))
    .filter(({ binary }) => existsSync(binary))
    .sort((one, other) => newerFirst(one.version, other.version));
  if (found.length > 0) return found;
  const which = wanted.length > 0 ? ` of version ${wanted.join(' or ')}` : '';
  throw new Error(`no InfluxDB server${which} in ${folder}: \`node scripts/influx-servers.mjs\` gets them`);
}
