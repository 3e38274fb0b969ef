import { join } from 'node:path';
import { restartOnChange } from './restart-on-change.mjs';
import { build, install, root } from './setup.mjs';

/**
 * `npm run dev [-- NODE_FLAGS]`: the service from the sources. It is built and restarted on every change; a build that fails
 * leaves the running one alone. Flags go to the Node of the service: `npm run dev -- --inspect`.
 */
const say = (text) => process.stdout.write(`dev: ${text}\n`);

const PROJECTS = ['contract', 'simulator', 'backend'];
const env = { CALLSIGHT_DATA_DIR: join(root, 'data/dev'), ...process.env };
const tsc = join(root, 'node_modules/typescript/bin/tsc');

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => ending.abort());

if (install() && build()) {
  say(`data in ${env.CALLSIGHT_DATA_DIR}; without CALLSIGHT_BOOTSTRAP_KEY its first key is in first.key there`);
  await restartOnChange({
    folders: PROJECTS.map((name) => join(root, name, 'src')),
    build: [process.execPath, tsc, '-b', ...PROJECTS],
    service: [
      process.execPath,
      '--enable-source-maps',
      '--import',
      join(root, 'scripts/stop-with-parent.mjs'),
      ...process.argv.slice(2),
      join(root, 'backend/dist/main.cjs'),
    ],
    cwd: root,
    env,
    say,
    signal: ending.signal,
  });
} else process.exitCode = 1;
