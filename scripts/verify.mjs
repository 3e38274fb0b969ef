import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './chromium.mjs';
import { ffmpeg } from './ffmpeg.mjs';
import { findGrafana, HOW_TO_GET_GRAFANA } from './grafana.mjs';
import { office } from './office.mjs';
import { build, install, root, step } from './setup.mjs';
import { typeChecks } from './typecheck.mjs';

/** `npm run verify`: everything that has to be right, in order; the last line counts the tests. */
const bin = (name) => `${root}node_modules/${name}`;
const node = process.execPath;
const folder = mkdtempSync(join(tmpdir(), 'callsight-verify-'));
const reports = [join(folder, 'tests.json'), join(folder, 'e2e.json')];

/** Runs a suite and leaves its counts in a report. */
const suite = (title, report, more = []) =>
  step(title, node, [bin('jest/bin/jest.js'), '--ci', '--json', `--outputFile=${report}`, ...more], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** What there is no Grafana for is said, and is no failure. */
function endToEnd() {
  if (findGrafana() !== undefined)
    return suite('end to end in Grafana', reports[1], ['--config', 'e2e/jest.config.mjs']);
  process.stdout.write(`\n— end to end in Grafana: not run, there is none. ${HOW_TO_GET_GRAFANA}\n`);
  return true;
}

const checks = [
  ['install', install],
  ['build', build],
  ...typeChecks,
  ['lint', () => step('lint', node, [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'])],
  ['format', () => step('format', node, [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])],
  ['unused code', () => step('unused code', 'npm', ['run', '--silent', 'unused'])],
  ['InfluxDB servers', () => step('InfluxDB servers', node, [`${root}scripts/influx-servers.mjs`])],
  ['S3 server', () => step('S3 server', node, [`${root}scripts/s3-server.mjs`])],
  ['Chromium', chromium],
  ['LibreOffice', office],
  ['ffmpeg', ffmpeg],
  ['tests', () => suite('tests', reports[0])],
  ['end to end', endToEnd],
];

const failed = [];
for (const [name, run] of checks) {
  if (!run()) failed.push(name);
  // Without packages or a build nothing that follows says anything.
  if (failed.includes('install') || failed.includes('build')) break;
}

const counts = reports.filter((report) => existsSync(report)).map((report) => JSON.parse(readFileSync(report, 'utf8')));
const total = (name) => counts.reduce((sum, one) => sum + one[name], 0);
rmSync(folder, { recursive: true, force: true });
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
// A step that failed without a failing test counts as one failure, so that the last line never looks better than the run.
const failures = Math.max(total('numFailedTests'), failed.length);
process.exitCode = failed.length > 0 ? 1 : 0;
process.stdout.write(`\n${total('numPassedTests')} passed, ${failures} failed\n`);
