import { open, rm, type FileHandle } from 'node:fs/promises';
import { CommandFailed, misused, type CommandIo } from './command-io.js';

/** Where the bytes of a file go. */
export interface FileTarget {
  readonly write: (piece: Uint8Array) => Promise<void>;
  readonly keep: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

function toStdout({ stdout }: CommandIo): FileTarget {
  const write = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      stdout.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  return { write, keep: () => Promise.resolve(), drop: () => Promise.resolve() };
}

async function toFile(file: string): Promise<FileTarget> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'w');
  } catch (error) {
    throw misused(`cannot write ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  return {
    write: async (piece) => {
      await handle.writeFile(piece);
    },
    keep: () => handle.close(),
    drop: async () => {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

/** @param file a path, or - for stdout @throws CommandFailed when the file cannot be written */
export const openTarget = (file: string, io: CommandIo): Promise<FileTarget> =>
  file === '-' ? Promise.resolve(toStdout(io)) : toFile(file);

/**
 * Runs work that an interrupt (SIGINT, SIGTERM) ends.
 * @param message what the command says then
 * @throws CommandFailed with exit code 130 when it was interrupted
 */
export async function interruptible<T>(
  { signal }: CommandIo,
  work: (signal: AbortSignal) => Promise<T>,
  message = 'canceled; nothing was written',
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new CommandFailed(message, 130));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  try {
    return await work(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
    signal?.removeEventListener('abort', stop);
  }
}
