import type { Writable } from 'node:stream';
import type { RestoreProgress } from '../replication/restore/restore.js';

const WIDTH = 30;

/** Without a terminal a line is written so often. */
const LINE_EVERY_MS = 5_000;

const count = (number: number): string => number.toLocaleString('en-US');

/** A share from 0 to 1 as a bar with its percentage. */
function barText(share: number): string {
  const full = Math.round(share * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** A bar of so many out of all, with what is said behind it. */
export const shareLine = (done: number, all: number, text: string): string =>
  `${barText(all === 0 ? 1 : Math.min(done / all, 1))}  ${text}`;

/** What a progress says, in one line. */
function progressLine({ phase, read, points, rowsPerSecond }: RestoreProgress): string {
  if (phase === 'counting' || phase === 'waiting') return 'looking what there is';
  const share = points === 0 ? 1 : Math.min(read / points, 1);
  const left = rowsPerSecond === 0 ? 0 : Math.round((points - read) / rowsPerSecond);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  const end = phase === 'finishing' ? 'working out who called before' : `${clock} left`;
  return `${barText(share)}  ${count(read)} of ${count(points)} rows  ${count(rowsPerSecond)} rows/s  ${end}`;
}

type ProgressOutput = Writable & { readonly isTTY?: boolean };

/** Writes lines of progress: over itself on a terminal, now and then a line elsewhere; the last one always. */
export function progressLines(out: ProgressOutput): (line: string, isLast: boolean) => void {
  let last = -Infinity;
  return (line, isLast) => {
    if (out.isTTY === true) {
      out.write(`\r\u001b[2K${line}${isLast ? '\n' : ''}`);
      return;
    }
    if (performance.now() - last < LINE_EVERY_MS && !isLast) return;
    last = performance.now();
    out.write(`${line}\n`);
  };
}

/** Writes the progress of a restore. */
export function progressBar(out: ProgressOutput): (progress: RestoreProgress) => void {
  const write = progressLines(out);
  return (progress) => write(progressLine(progress), progress.phase === 'done');
}

/** How far an export is. */
interface ExportProgress {
  readonly bytes: number;
  /** Rows that have come; undefined where a format does not show them. */
  readonly rows: number | undefined;
  readonly total: number;
  readonly isDone: boolean;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Writes the progress of an export: a bar where rows can be counted as they come, else bytes. */
export function exportProgress(out: ProgressOutput): (progress: ExportProgress) => void {
  const write = progressLines(out);
  return ({ bytes, rows, total, isDone }) => {
    if (isDone) write(`${barText(1)}  ${count(total)} rows  ${megabytes(bytes)}`, true);
    else if (rows === undefined) write(`${megabytes(bytes)} of ${count(total)} rows`, false);
    else
      write(
        `${barText(total === 0 ? 1 : Math.min(rows / total, 1))}  ${count(rows)} of ${count(total)} rows  ${megabytes(bytes)}`,
        false,
      );
  };
}
