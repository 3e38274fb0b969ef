import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a script that uses the built client, and resolves when it has printed a line or ended. */
export async function startScript(name: string, url: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [join(__dirname, '../fixtures', name), ...args], {
    env: { PATH: process.env['PATH'] ?? '', URL: url, KEY: 'some-key', NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  await Promise.race([once(reader, 'line'), ended]);
  return {
    /** Printed so far. */
    lines,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: async () => {
      const [[code, signal]] = (await ended) as [[number | null, string | null], unknown];
      return { code, signal };
    },
  };
}
