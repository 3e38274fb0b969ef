import type { ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';

/**
 * Lets a process give way to others where there are fewer cores than work: taking events comes before everything else.
 * @param niceness 1 to 19, the most yielding
 */
export function giveWay({ pid }: ChildProcess, niceness: number): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, niceness);
  } catch {
    // A system that does not allow it, or a process that is gone already: only the preference is lost.
  }
}
