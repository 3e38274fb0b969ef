import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@callsight/simulator/clock';
import type { Pause } from '../replication/setup/wait-for-server.js';

/** What a command writes to; a terminal says so, and how wide it is. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number | undefined };

/** The surroundings of a command. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Writable;
  /** Ends a live simulation; without one an interrupt (SIGINT) does. */
  readonly signal?: AbortSignal;
  /** Time of the simulation; that of the machine if absent. */
  readonly clock?: Clock;
  /** Waits for an InfluxDB that does not answer yet; real time if absent. */
  readonly pause?: Pause;
}

/** Exit codes of all commands; `UNREACHABLE` is that of `callsight status` alone. */
export const EXIT = { DONE: 0, FAILED: 1, MISUSED: 2, UNREACHABLE: 2 } as const;

/** Ends a command with an exit code. The message goes to stderr; without one everything has been said. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  constructor(
    message = '',
    readonly exitCode: number = EXIT.FAILED,
  ) {
    super(message);
  }
}

/** Flags or settings that make no sense. */
export const misused = (message: string): CommandFailed => new CommandFailed(message, EXIT.MISUSED);
