import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ByteReader } from '../byte-reader.js';
import { NO_WAVEFORM, UndecodableAudio, type PcmBlock } from '../pcm.js';
import type { AudioFormat } from '../sniff-audio.js';
import { decodeWav } from '../wav/decode-wav.js';

/** ffmpeg is told what it gets, and never guesses: among the formats it knows are lists of other files to open. */
const DEMUXERS: Readonly<Record<AudioFormat, string>> = {
  wav: 'wav',
  mp3: 'mp3',
  'ogg-opus': 'ogg',
  'ogg-vorbis': 'ogg',
  webm: 'matroska',
  mp4: 'mov',
  aac: 'aac',
  flac: 'flac',
  amr: 'amr',
};

/** Of the process: address space in KiB, seconds of CPU. */
const MAX_ADDRESS_SPACE_KB = 1_024 * 1_024;
const MAX_CPU_S = 1_800;

/** One allocation of ffmpeg, in bytes. */
const MAX_ALLOCATION = 128 * 1_024 * 1_024;

/** Sound beyond is not decoded. */
const MAX_SECONDS = 25 * 3_600;

/** What is read of the file at once. */
const PIECE_BYTES = 64 * 1_024;

/** All is fixed but the name of the demuxer, which comes from the table above. */
const argumentsFor = (format: AudioFormat): string[] => [
  ...['-nostdin', '-hide_banner', '-loglevel', 'quiet', '-max_alloc', String(MAX_ALLOCATION), '-threads', '1'],
  // The file comes through a pipe, and names no other that would be opened.
  ...['-protocol_whitelist', 'pipe', '-f', DEMUXERS[format], '-i', 'pipe:0'],
  ...['-map', '0:a:0', '-t', String(MAX_SECONDS), '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'],
];

/** The shell sets what the process may take, and becomes it. */
const SCRIPT = `ulimit -v ${MAX_ADDRESS_SPACE_KB}; ulimit -t ${MAX_CPU_S}; ulimit -c 0; exec "$0" "$@"`;

/** @param path as the variable PATH has it @returns undefined if ffmpeg is in none of its folders */
function findFfmpeg(path: string | undefined): string | undefined {
  const files = (path ?? '').split(delimiter).map((folder) => join(folder, 'ffmpeg'));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

type Ffmpeg = ChildProcessByStdio<Writable, Readable, null>;

/** Gives the file to ffmpeg as fast as it takes it. */
async function feed(reader: ByteReader, input: Writable): Promise<void> {
  for await (const piece of reader.pieces(PIECE_BYTES)) {
    if (input.destroyed) return;
    if (!input.write(piece)) await Promise.race([once(input, 'drain'), once(input, 'close')]);
  }
  input.end();
}

/** The samples that ffmpeg writes, as a WAVE file whose length is not known. */
async function* samplesOf(child: Ffmpeg): AsyncGenerator<PcmBlock> {
  let hasSamples = false;
  const output = new ByteReader(child.stdout as AsyncIterable<Buffer>);
  try {
    for await (const block of decodeWav(output)) {
      hasSamples = true;
      yield block;
    }
  } catch (error) {
    // A file of which nothing can be decoded leaves nothing behind, or a header alone.
    if (hasSamples || !(error instanceof UndecodableAudio)) throw error;
  }
  if (!hasSamples) throw new UndecodableAudio('the file cannot be decoded');
}

/**
 * Samples of any other format, by a process of Debian's ffmpeg, with limits of time and memory. Of a file that is damaged
 * or cut off, what can be decoded comes out.
 * @param path folders in which ffmpeg is looked for
 * @throws UndecodableAudio if there is no ffmpeg, or nothing that it can decode; what reading the file throws
 */
export async function* decodeWithFfmpeg(
  reader: ByteReader,
  format: AudioFormat,
  path: string | undefined,
): AsyncGenerator<PcmBlock> {
  const program = findFfmpeg(path);
  if (program === undefined) throw new UndecodableAudio(NO_WAVEFORM);
  const child = spawn('/bin/sh', ['-c', SCRIPT, program, ...argumentsFor(format)], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // It closes its input when it has seen enough, and fails where its output is awaited.
  child.stdin.on('error', () => undefined);
  child.on('error', () => child.stdout.destroy());
  const fed = feed(reader, child.stdin);
  // Without the rest of the file there is nothing more to come out.
  fed.catch(() => child.kill('SIGKILL'));
  try {
    yield* samplesOf(child);
    await fed;
  } catch (error) {
    await fed;
    throw error;
  } finally {
    child.kill('SIGKILL');
  }
}
