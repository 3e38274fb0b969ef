import { Writable } from 'node:stream';
import { callsight } from '../../src/cli/callsight.js';

/** A stream that keeps what is written to it. */
class Written extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a command of `callsight` gives, run within this process and with only these variables. */
export async function runCallsight(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandRun> {
  const [stdout, stderr] = [new Written(), new Written()];
  const code = await callsight([...args], { env, stdout, stderr });
  return { code, out: stdout.text, err: stderr.text };
}
