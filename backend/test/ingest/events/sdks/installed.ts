import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CACHE = join(process.env['CALLSIGHT_CACHE'] ?? join(homedir(), '.cache/callsight'), 'cloudevents');

/** A place in the cache for what these files ask for, made once; what is only half made is never found. */
async function madeOnce(
  name: string,
  files: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const folder = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await make(draft);
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Where the packages of the Python SDK are; for PYTHONPATH. */
export const pythonPackages = (): Promise<string> => {
  const requirements = join(__dirname, 'requirements.txt');
  return madeOnce('python', [requirements], async (folder) => {
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, '-r', requirements]);
  });
};

/** The program that sends with the Go SDK. */
export const goProgram = async (): Promise<string> => {
  const sources = ['go.mod', 'go.sum', 'main.go'].map((name) => join(__dirname, 'go', name));
  const folder = await madeOnce('go', sources, async (draft) => {
    await run('go', ['build', '-mod=readonly', '-o', join(draft, 'send'), '.'], { cwd: join(__dirname, 'go') });
  });
  return join(folder, 'send');
};

/** Runs a program that sends events; gives what it printed. */
export async function output(program: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  const { stdout } = await run(program, [...args], { env: { PATH: process.env['PATH'], ...env } });
  return stdout;
}
