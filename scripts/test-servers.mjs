import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { root } from './setup.mjs';

/** How real servers for the tests are got, and kept outside the tree for all later runs: `<cache>/<server>/<version>/<binary>`. */
export const cache = join(
  process.env.CALLSIGHT_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'callsight',
);

/** Go and Rust where their own installers put them, in case PATH was not extended. */
export const PATH = [process.env.PATH, process.env.GOROOT && join(process.env.GOROOT, 'bin'), '/usr/local/go/bin']
  .concat(join(homedir(), '.cargo', 'bin'))
  .filter(Boolean)
  .join(delimiter);

const say = (line) => process.stdout.write(`${line}\n`);
export const onPath = (name) => PATH.split(delimiter).find((folder) => existsSync(join(folder, name)));
const seconds = (since) => `${Math.round((performance.now() - since) / 1000)} s`;

/** Puts a finished binary in its place in one step, so that a run beside this one never sees half of it. */
export function keep(file, target) {
  mkdirSync(dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}`;
  copyFileSync(file, beside);
  renameSync(beside, target);
}

/** Runs one step of a build in a process group of its own. @throws an error that says why it failed, or at the time limit */
export function run(command, args, options, deadline) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (text) => (output = (output + text).slice(-4_000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const end = () => process.kill(-child.pid, 'SIGKILL');
    const interrupted = () => {
      end();
      process.exit(130);
    };
    const timer = setTimeout(end, Math.max(0, deadline - performance.now()));
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const settle = (error) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      if (error) failed(error);
      else done();
    };
    child.once('error', settle);
    child.once('close', (code) => {
      if (code === 0) return settle();
      if (performance.now() >= deadline) return settle(new Error('not built within the time limit'));
      const words = output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('go: downloading'));
      return settle(new Error(words.slice(-3).join(' | ') || `${command} failed`));
    });
  });
}

/** The version of a Go module that the go.mod of a tool pins. */
export function pinnedVersion({ folder, module }) {
  const required = readFileSync(join(root, folder, 'go.mod'), 'utf8').match(new RegExp(`\\s${module} v(\\S+)`));
  if (required === null) throw new Error(`${folder}/go.mod does not require ${module}`);
  return required[1];
}

/** Gets one server unless it is there; says so in a line. @returns whether it is there now */
export async function have(name, binary, how, get) {
  const since = performance.now();
  if (existsSync(binary)) {
    say(`${name}: found`);
    return true;
  }
  try {
    await get();
    say(`${name}: ${how} (${seconds(since)})`);
    return true;
  } catch (error) {
    say(`${name}: cannot be had: ${error.message}`);
    return false;
  }
}
