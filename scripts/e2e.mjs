import { chromium } from './chromium.mjs';
import { findGrafana, HOW_TO_GET_GRAFANA } from './grafana.mjs';
import { influxServers } from './influx-servers.mjs';
import { build, install, root, step } from './setup.mjs';

/**
 * `npm run e2e [-- JEST_FLAGS]`: Callsight in a real Grafana, from a fresh clone: packages, build, InfluxDB 2 and Chromium are
 * fetched first. Grafana is not: without one the command says so and is no failure.
 */
async function hasWhatItNeeds() {
  if (!install() || !build()) return false;
  process.stdout.write('\n— InfluxDB 2\n');
  return (await influxServers(['v2'])) && chromium();
}

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
  const isDone = (await hasWhatItNeeds()) && step('end to end in Grafana', process.execPath, args);
  process.exitCode = isDone ? 0 : 1;
}
