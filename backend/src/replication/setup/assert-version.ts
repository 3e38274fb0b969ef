import { SetupError } from './setup-error.js';

const ADVICE: Readonly<Record<string, string>> = {
  '1': 'use --api v1 (CALLSIGHT_INFLUX_API)',
  '2': 'use --api v2 (CALLSIGHT_INFLUX_API)',
};

/**
 * An API that the server does not have would be refused with messages that lead nowhere.
 * @param version as the server names it: `v2.9.1`, `1.6.7`; undefined if it does not
 * @throws SetupError
 */
export function assertVersion(version: string | undefined, api: 'v1' | 'v2', url: string): void {
  const major = /^v?(\d+)\./.exec(version ?? '')?.[1];
  if (major === undefined || `v${major}` === api) return;
  const advice = ADVICE[major] ?? 'Callsight works with 2.x (--api v2) and 1.x (--api v1)';
  throw new SetupError(`${url} is InfluxDB ${version}, which has no API ${api}: ${advice}`);
}
