import { readdirSync, readFileSync } from 'node:fs';

/** The process that analyses recordings, as the system shows it: the only child of this one that runs the worker's file. */
export function workerPid(): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => isWorker(pid));
}

function isWorker(pid: number): boolean {
  try {
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const isOurs = Number(parent) === process.pid;
    return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('recordings/audio/worker/worker.js');
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

/** The most memory that a process has had so far, in bytes. */
export function peakMemory(pid: number | 'self'): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1_024;
}
