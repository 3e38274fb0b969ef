import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CommandIo } from './callsight.js';

const SERVICE = fileURLToPath(new URL('../main.cjs', import.meta.url));

/** `callsight follow`: the service as a read-only follower, in a process of its own that ends with this one. */
export async function followCommand(args: string[], { stderr }: CommandIo): Promise<number> {
  if (args.length > 0) {
    stderr.write('callsight follow takes no arguments: it starts the service with CALLSIGHT_FOLLOW=true\n');
    return 2;
  }
  const service = spawn(process.execPath, [...process.execArgv, SERVICE], {
    env: { ...process.env, CALLSIGHT_FOLLOW: 'true' },
    stdio: 'inherit',
  });
  process.on('SIGTERM', () => service.kill('SIGTERM'));
  // A terminal sends it to both.
  process.on('SIGINT', () => process.stdin.isTTY || service.kill('SIGINT'));
  const [code] = (await once(service, 'exit')) as [number | null];
  return code ?? 1;
}
