import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/service/until.js';

const SCRIPTS = join(__dirname, '../../../scripts');
const TSC = require.resolve('typescript/bin/tsc');

/** A program that takes a while to stop, and keeps a journal of what happens to it. */
const program = (version: string): string => `
const fs: { appendFileSync(file: string, text: string): void } = require('node:fs');
const note = (what: string) => fs.appendFileSync('journal', what + ' ${version} ' + process.pid + '\\n');
declare const process: { pid: number; once(name: string, f: () => void): void; exit(): void };
declare const require: (name: string) => any;
declare const setTimeout: (f: () => void, ms: number) => void;
note('started');
process.once('SIGTERM', () => {
  note('stopping');
  setTimeout(() => { note('stopped'); process.exit(); }, 200);
});
setTimeout(() => undefined, 1e9);
`;

/** What `npm run dev` does, on a project of one file that is built by the same compiler. */
const driver = `
import { restartOnChange } from ${JSON.stringify(`file://${SCRIPTS}/restart-on-change.mjs`)};
const ending = new AbortController();
process.on('SIGTERM', () => ending.abort());
await restartOnChange({
  folders: ['src'],
  build: [process.execPath, ${JSON.stringify(TSC)}, '-p', '.'],
  service: [process.execPath, '--import', ${JSON.stringify(`${SCRIPTS}/stop-with-parent.mjs`)}, 'dist/main.js'],
  env: process.env,
  say: (line) => console.log(line),
  signal: ending.signal,
});
`;

let folder: string;
let dev: ChildProcess;
let exited: Promise<unknown>;
let said: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-dev-'));
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'driver.mjs'), driver);
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        outDir: 'dist',
        rootDir: 'src',
        module: 'nodenext',
        noEmitOnError: true,
        lib: ['ES2022'],
        types: [],
      },
    }),
  );
  await writeFile(join(folder, 'src/main.ts'), program('one'));
  dev = spawn(process.execPath, ['driver.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  exited = once(dev, 'exit');
  said = '';
  dev.stdout?.on('data', (text: Buffer) => (said += text.toString()));
});

afterEach(async () => {
  if (dev.exitCode === null && dev.signalCode === null) dev.kill('SIGTERM');
  await exited;
  await rm(folder, { recursive: true, force: true });
});

const journal = async (): Promise<string[]> => {
  const file = join(folder, 'journal');
  return existsSync(file) ? (await readFile(file, 'utf8')).trimEnd().split('\n') : [];
};

/** The journal without process ids, once it has a number of lines. */
async function journalOf(lines: number): Promise<string[]> {
  await until(async () => (await journal()).length >= lines);
  return (await journal()).map((line) => line.split(' ').slice(0, 2).join(' '));
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('starts the next process when the one before it has stopped in order', async () => {
  await journalOf(1);
  await writeFile(join(folder, 'src/main.ts'), program('two'));
  expect(await journalOf(4)).toEqual(['started one', 'stopping one', 'stopped one', 'started two']);
  dev.kill('SIGTERM');
  await exited;
  expect(await journalOf(6)).toEqual([
    'started one',
    'stopping one',
    'stopped one',
    'started two',
    'stopping two',
    'stopped two',
  ]);
});

it('keeps the process running while the build fails, and says so', async () => {
  await journalOf(1);
  const pid = Number((await journal())[0]?.split(' ')[2]);
  await writeFile(join(folder, 'src/main.ts'), `${program('two')}\nconst number: number = 'text';\n`);
  await until(() => Promise.resolve(said.includes('build failed')));
  expect(said).toContain(`build failed; process ${pid} goes on with the build before it`);
  expect(said).toContain("Type 'string' is not assignable to type 'number'");
  expect(isAlive(pid)).toBe(true);
  expect(await journalOf(1)).toEqual(['started one']);
  await writeFile(join(folder, 'src/main.ts'), program('three'));
  expect(await journalOf(4)).toEqual(['started one', 'stopping one', 'stopped one', 'started three']);
});

it('leaves no process behind when it is killed', async () => {
  await journalOf(1);
  const pid = Number((await journal())[0]?.split(' ')[2]);
  dev.kill('SIGKILL');
  await exited;
  expect(await journalOf(3)).toEqual(['started one', 'stopping one', 'stopped one']);
  await until(() => Promise.resolve(!isAlive(pid)));
});
