import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install, root, step } from './setup.mjs';

/** `npm run verify`: everything that has to be right, in order; the last line counts the tests. */
const bin = (name) => `${root}node_modules/${name}`;
const node = process.execPath;
const folder = mkdtempSync(join(tmpdir(), 'callsight-verify-'));
const report = join(folder, 'tests.json');

const checks = [
  ['install', install],
  ['build', build],
  ...['backend/test', 'client/test'].map((folder) => {
    const title = `types of ${folder}`;
    return [title, () => step(title, node, [bin('typescript/bin/tsc'), '-p', folder])];
  }),
  ['lint', () => step('lint', node, [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'])],
  ['format', () => step('format', node, [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])],
  ['unused code', () => step('unused code', 'npm', ['run', '--silent', 'unused'])],
  ['InfluxDB servers', () => step('InfluxDB servers', node, [`${root}scripts/influx-servers.mjs`])],
  [
    'tests',
    () =>
      step('tests', node, [bin('jest/bin/jest.js'), '--ci', '--json', `--outputFile=${report}`], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
  ],
];

const failed = [];
for (const [name, run] of checks) {
  if (!run()) failed.push(name);
  // Without packages or a build nothing that follows says anything.
  if (failed.includes('install') || failed.includes('build')) break;
}

const counts = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0 };
rmSync(folder, { recursive: true, force: true });
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
// A step that failed without a failing test counts as one failure, so that the last line never looks better than the run.
const failures = Math.max(counts.numFailedTests, failed.length);
process.exitCode = failed.length > 0 ? 1 : 0;
process.stdout.write(`\n${counts.numPassedTests} passed, ${failures} failed\n`);
