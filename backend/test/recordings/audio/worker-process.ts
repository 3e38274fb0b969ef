import { readdirSync, readFileSync } from 'node:fs';

/** The process that analyses recordings, as the system shows it: the only child of this one that runs the worker's file. */
export function workerPid(): number | undefined {
  return childOf(process.pid, 'recordings/audio/worker/worker.js');
}

/** A child of a process whose command line has a text in it. */
export function childOf(parent: number, text = ''): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => {
    const isChild = new RegExp(`^PPid:\\s+${parent}$`, 'm').test(read(pid, 'status'));
    return isChild && read(pid, 'cmdline').includes(text);
  });
}

/** Whether a process does anything any more. */
export const isRunning = (pid: number): boolean => /^State:\s+[^ZX]/m.test(read(pid, 'status'));

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

/** The most memory that a process has had so far, in bytes. */
export function peakMemory(pid: number | 'self'): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1_024;
}
