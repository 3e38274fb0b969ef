import { Writable } from 'node:stream';
import { callsight } from '../../src/cli/callsight.js';
import type { InfluxServer } from '../support/influx/influx-server.js';

class Written extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface SetupRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

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
export async function runSetup(env: Readonly<Record<string, string>>, ...args: string[]): Promise<SetupRun> {
  const stdout = new Written();
  const stderr = new Written();
  const code = await callsight(['setup', ...args], { env, stdout, stderr });
  return { code, out: stdout.text, err: stderr.text };
}
