import { readdir } from 'node:fs/promises';
import { setPriority } from 'node:os';
import type { Logger } from 'pino';
import runtimeThreads from './runtime-threads.cjs';

/** Niceness of the threads of the database and of the pool. */
const NICENESS = 10;

/**
 * Lets the thread that takes events go before those that answer queries (the query worker, the database's own threads)
 * when there are fewer cores than threads. The helpers of the garbage collector keep their priority, because the thread
 * that takes events waits for them. On Linux each thread has a priority of its own; elsewhere nothing happens.
 */
export async function preferIntake(log: Logger): Promise<void> {
  if (process.platform !== 'linux') return;
  try {
    const threads = (await readdir('/proc/self/task')).map(Number);
    for (const thread of threads.filter((id) => !runtimeThreads.includes(id))) setPriority(thread, NICENESS);
  } catch (error) {
    // A thread that has ended meanwhile, or a system that does not allow it: only the preference is lost.
    log.debug({ err: error }, 'thread priorities could not be set');
  }
}
