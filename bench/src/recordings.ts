import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyseAudio } from '@callsight/backend/recordings/audio/analyse-audio';
import { benchRecordingRanges } from './recording-ranges.js';

/** Two voices that are noise in syllables, each on a channel of its own, as ffmpeg makes and encodes them. */
const voices = (rate: number): string =>
  [1, 2]
    .map((seed) => `anoisesrc=c=pink:r=${rate}:a=0.5:s=${seed},tremolo=f=${2 + seed}:d=0.95[v${seed}]`)
    .join(';')
    .concat(';[v1][v2]join=inputs=2:channel_layout=stereo');

const SUBJECTS: readonly (readonly [title: string, seconds: number, rate: number, file: string, codec: string])[] = [
  ['1 h WAV, µ-law, 8 kHz, stereo', 3_600, 8_000, 'mulaw.wav', 'pcm_mulaw'],
  ['1 h WAV, PCM of 16 bits, 16 kHz, stereo', 3_600, 16_000, 'pcm.wav', 'pcm_s16le'],
  ['1 h MP3, 16 kHz, stereo', 3_600, 16_000, 'a.mp3', 'libmp3lame'],
  ['5 min Opus, stereo', 300, 48_000, 'a.ogg', 'libopus'],
];

function makeFile(file: string, seconds: number, rate: number, codec: string): void {
  const source = ['-f', 'lavfi', '-i', voices(rate)];
  execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...source, '-t', String(seconds), '-c:a', codec, file]);
}

async function measure(title: string, file: string): Promise<string> {
  const before = process.cpuUsage();
  const result = await analyseAudio(createReadStream(file, { highWaterMark: 256 << 10 }), process.env['PATH']);
  if (result.status !== 'analysed') throw new Error(result.reason);
  const { user, system } = process.cpuUsage(before);
  return `| ${title} | ${((user + system) / 1e6).toFixed(1)} |`;
}

/** Recordings decoded and analysed, as the worker for them does. */
export async function benchRecordings(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-recordings-'));
  try {
    const rows: string[] = [];
    for (const [title, seconds, rate, name, codec] of SUBJECTS) {
      const file = join(folder, name);
      makeFile(file, seconds, rate, codec);
      rows.push(await measure(title, file));
    }
    return [
      '## Recordings',
      '',
      'Decoded and analysed from a file: peaks, loudness, talk, overlap, interruptions. CPU of the process, compiling included; the goal is',
      'less than 5 s for an hour of WAV.',
      '',
      '| recording | CPU, s |',
      '|---|---|',
      ...rows,
      '',
      ...(await benchRecordingRanges()),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
