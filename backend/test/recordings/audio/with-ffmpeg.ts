import { execFileSync } from 'node:child_process';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's ffmpeg, which scripts/ffmpeg.mjs gets. */
const FFMPEG = '/usr/bin/ffmpeg';

/** A file turned into another one. @param name of the result, whose ending says what it becomes */
export function converted(input: Uint8Array, name: string, options: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-audio-'));
  try {
    writeFileSync(join(folder, 'input'), input);
    const output = join(folder, name);
    execFileSync(FFMPEG, ['-nostdin', '-loglevel', 'error', '-i', join(folder, 'input'), ...options, output]);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Integrated loudness as ffmpeg measures it, in LUFS with one decimal. */
export function loudnessByFfmpeg(input: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-audio-'));
  try {
    writeFileSync(join(folder, 'input'), input);
    const report = join(folder, 'report');
    const filter = `ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=${report}`;
    const options = ['-nostdin', '-loglevel', 'error', '-i', join(folder, 'input'), '-af', filter, '-f', 'null', '-'];
    execFileSync(FFMPEG, options);
    return Number(readFileSync(report, 'utf8').trim().split('=').at(-1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
