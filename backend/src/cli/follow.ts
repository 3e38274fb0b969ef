import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { CommandFailed, EXIT } from './command-io.js';

const SERVICE = fileURLToPath(new URL('../main.cjs', import.meta.url));

/** Runs the service in a process of its own that ends with this one. @throws CommandFailed with its exit code */
async function follow(): Promise<void> {
  const service = spawn(process.execPath, [...process.execArgv, SERVICE], {
    env: { ...process.env, CALLSIGHT_FOLLOW: 'true' },
    stdio: 'inherit',
  });
  process.on('SIGTERM', () => service.kill('SIGTERM'));
  // A terminal sends it to both.
  process.on('SIGINT', () => process.stdin.isTTY || service.kill('SIGINT'));
  const [code] = (await once(service, 'exit')) as [number | null];
  if (code !== EXIT.DONE) throw new CommandFailed('', code ?? EXIT.FAILED);
}

/** `callsight follow`: the service as a read-only follower, which keeps up with what other instances write. */
export function addFollow(program: Command): void {
  program
    .command('follow')
    .description('run the service as a read-only follower of InfluxDB: CALLSIGHT_FOLLOW=true')
    .action(follow);
}
