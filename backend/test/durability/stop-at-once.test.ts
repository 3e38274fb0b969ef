import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/influx/free-port.js';
import { until } from '../support/service-process.js';

const MAIN = join(__dirname, '../../dist/main.cjs');

it.each(['SIGTERM', 'SIGINT'] as const)(
  'a service that is told to stop by %s as soon as it is ready closes its stores',
  async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-stop-'));
    const port = await freePort();
    const child = spawn(process.execPath, [MAIN], {
      env: {
        CALLSIGHT_DATA_DIR: folder,
        CALLSIGHT_PORT: String(port),
        CALLSIGHT_BOOTSTRAP_KEY: 'key-of-the-stopping-test',
        CALLSIGHT_MIN_FREE_BYTES: '0',
      },
      stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    try {
      await until(() =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      child.kill(signal);
      expect(await exited).toEqual([0, null]);
      // Written last, when everything is closed.
      expect(existsSync(join(folder, 'seal.json'))).toBe(true);
    } finally {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  },
);
