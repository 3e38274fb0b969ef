import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../support/influx/free-port.js';

const SCRIPT = join(__dirname, 'without-influxdb.mjs');

describe.each([
  { title: 'while it restores', restore: 'auto' },
  { title: 'while it publishes', restore: 'never' },
])('a service without its InfluxDB, $title', ({ restore }) => {
  it('leaks no listeners over hundreds of attempts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-warnings-'));
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], {
        env: {
          PATH: process.env['PATH'] ?? '',
          CALLSIGHT_DATA_DIR: folder,
          CALLSIGHT_INFLUX_URL: `http://127.0.0.1:${await freePort()}`,
          CALLSIGHT_INFLUX_TOKEN: 'token-of-the-test',
          CALLSIGHT_INFLUX_ORG: 'callsight',
          CALLSIGHT_INFLUX_BUCKET: 'callsight',
          CALLSIGHT_RESTORE: restore,
        },
      });
      const { attempts, warnings } = JSON.parse(stdout) as { attempts: number; warnings: string[] };
      expect(attempts).toBeGreaterThanOrEqual(300);
      expect(warnings).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
