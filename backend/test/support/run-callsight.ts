import { Readable, Writable } from 'node:stream';
import { callsight } from '../../src/cli/callsight.js';
import type { CommandIo } from '../../src/cli/command-io.js';

/** A stream that keeps what is written to it. */
class Written extends Writable {
  text = '';
  constructor(
    readonly isTTY = false,
    readonly columns?: number,
  ) {
    super();
  }
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

interface Surroundings extends Partial<Pick<CommandIo, 'clock' | 'signal' | 'pause'>> {
  /** What can be read from stdin. */
  readonly input?: string;
  /** Columns of the terminal that stdout is; without them it is none. */
  readonly columns?: number;
}

/** What a command of `callsight` gives, run within this process and with only these variables. */
export async function runCallsight(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { input = '', columns, ...rest }: Surroundings = {},
): Promise<CommandRun> {
  const stdout = columns === undefined ? new Written() : new Written(true, columns);
  const stderr = new Written();
  const code = await callsight([...args], { env, stdin: Readable.from([input]), stdout, stderr, ...rest });
  return { code, out: stdout.text, err: stderr.text };
}
