import { findGrafana, HOW_TO_GET_GRAFANA } from './grafana.mjs';
import { root, step } from './setup.mjs';

/** `npm run e2e`: Callsight in a real Grafana; without one it says so and is no failure. */
if (findGrafana() === undefined)
  process.stdout.write(`end to end in Grafana: not run, there is none. ${HOW_TO_GET_GRAFANA}\n`);
else {
  const args = [
    `${root}node_modules/jest/bin/jest.js`,
    '--ci',
    '--config',
    'e2e/jest.config.mjs',
    ...process.argv.slice(2),
  ];
  process.exitCode = step('end to end in Grafana', process.execPath, args) ? 0 : 1;
}
