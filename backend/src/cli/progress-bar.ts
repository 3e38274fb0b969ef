import type { Writable } from 'node:stream';
import type { RestoreProgress } from '../replication/restore/restore.js';

const WIDTH = 30;

/** Without a terminal a line is written so often. */
const LINE_EVERY_MS = 5_000;

const count = (number: number): string => number.toLocaleString('en-US');

/** What a progress says, in one line. */
function progressLine({ phase, read, points, rowsPerSecond }: RestoreProgress): string {
  if (phase === 'counting' || phase === 'waiting') return 'looking what there is';
  const share = points === 0 ? 1 : Math.min(read / points, 1);
  const full = Math.round(share * WIDTH);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  const left = rowsPerSecond === 0 ? 0 : Math.round((points - read) / rowsPerSecond);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  const end = phase === 'finishing' ? 'working out who called before' : `${clock} left`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${count(read)} of ${count(points)} rows  ${count(rowsPerSecond)} rows/s  ${end}`;
}

/** Writes progress: over itself on a terminal, now and then a line elsewhere. */
export function progressBar(out: Writable & { readonly isTTY?: boolean }): (progress: RestoreProgress) => void {
  let last = -Infinity;
  return (progress) => {
    if (out.isTTY === true) {
      out.write(`\r\u001b[2K${progressLine(progress)}${progress.phase === 'done' ? '\n' : ''}`);
      return;
    }
    if (performance.now() - last < LINE_EVERY_MS && progress.phase !== 'done') return;
    last = performance.now();
    out.write(`${progressLine(progress)}\n`);
  };
}
