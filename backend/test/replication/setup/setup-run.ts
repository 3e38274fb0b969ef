import type { InfluxServer } from '../../support/influx/influx-server.js';
import { runCallsight, type CommandRun } from '../../support/run-callsight.js';

/** Where a server is, without anybody's credentials. */
export function placeOf({ url, api, admin }: InfluxServer): Record<string, string> {
  const org = admin.api === 'v2' ? { CALLSIGHT_INFLUX_ORG: admin.org } : {};
  return { CALLSIGHT_INFLUX_URL: url, CALLSIGHT_INFLUX_API: api, ...org };
}

/** The administrator's credentials, as variables. */
export function adminOf({ admin }: InfluxServer): Record<string, string> {
  if (admin.api === 'v2') return { CALLSIGHT_INFLUX_ADMIN_TOKEN: admin.token };
  return { CALLSIGHT_INFLUX_ADMIN_USERNAME: admin.username, CALLSIGHT_INFLUX_ADMIN_PASSWORD: admin.password };
}

/** Runs `callsight setup …` in this process. */
export const runSetup = (env: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandRun> =>
  runCallsight(['setup', ...args], env);
