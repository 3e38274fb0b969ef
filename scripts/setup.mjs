import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs one step in the foreground. @returns whether it succeeded */
export function step(title, command, args, options = {}) {
  process.stdout.write(`\n— ${title}\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) process.stdout.write(`${command}: ${error.message}\n`);
  return status === 0;
}

/** What must be there before anything else: the right Node, and the packages of the lock file. */
export function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stdout.write(`Callsight needs Node 20.19 or later; this is ${process.version}\n`);
    return false;
  }
  const installed = `${root}node_modules/.package-lock.json`;
  const lock = `${root}package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true;
  return step('install packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

export const build = () => step('build', 'npm', ['run', '--silent', 'build']);
