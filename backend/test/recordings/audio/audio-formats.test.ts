import { pino } from 'pino';
import { AudioAnalyser } from '../../../src/recordings/audio/worker/audio-analyser.js';
import type { AnalysedAudio, AudioAnalysis } from '../../../src/recordings/audio/audio-analysis.js';
import { speech } from './signals.js';
import { chunk, formatChunk, riff, streamed, waveFile } from './wave-file.js';
import { converted, loudnessByFfmpeg } from './with-ffmpeg.js';

const log = pino({ level: 'silent' });

const AGENT = speech(
  [
    [0.5, 4],
    [8, 11],
  ],
  15,
  16_000,
);
const CALLER = speech(
  [
    [4.5, 7.5],
    [10, 12],
  ],
  15,
  16_000,
  5,
);
const STEREO = waveFile([AGENT, CALLER], 16_000);
const MONO = waveFile([AGENT], 16_000);

let analyser: AudioAnalyser;
beforeEach(() => {
  analyser = new AudioAnalyser({ log });
});
afterEach(() => analyser.close());

const analyse = (file: Uint8Array): Promise<AudioAnalysis> =>
  analyser.analyse(() => Promise.resolve(streamed(file, 50_000)), new AbortController().signal);

async function analysed(file: Uint8Array): Promise<AnalysedAudio> {
  const result = await analyse(file);
  if (result.status !== 'analysed') throw new Error(result.reason);
  return result;
}

describe('formats that ffmpeg has made of a known conversation', () => {
  test.each([
    ['MP3 of constant bit rate', 'mp3', 2, 'a.mp3', ['-b:a', '64k']],
    ['MP3 of variable bit rate', 'mp3', 2, 'a.mp3', ['-q:a', '4']],
    ['MP3 with one channel', 'mp3', 1, 'a.mp3', ['-ac', '1', '-b:a', '48k']],
    [
      'MP3 without tags or a header of Xing',
      'mp3',
      2,
      'a.mp3',
      ['-id3v2_version', '0', '-write_xing', '0', '-b:a', '96k'],
    ],
    ['Opus', 'ogg-opus', 2, 'a.ogg', ['-c:a', 'libopus', '-b:a', '48k']],
    ['Opus with one channel', 'ogg-opus', 1, 'a.ogg', ['-c:a', 'libopus', '-b:a', '24k', '-ac', '1']],
    ['Vorbis', 'ogg-vorbis', 2, 'a.ogg', ['-c:a', 'libvorbis']],
    ['AAC', 'aac', 2, 'a.aac', ['-b:a', '96k']],
    ['AAC in MP4', 'mp4', 2, 'a.m4a', ['-b:a', '96k', '-movflags', '+faststart']],
    ['AAC in MP4 in fragments', 'mp4', 2, 'a.m4a', ['-b:a', '96k', '-movflags', '+frag_keyframe+empty_moov']],
    ['WebM', 'webm', 2, 'a.webm', ['-c:a', 'libopus', '-b:a', '48k']],
    ['FLAC', 'flac', 2, 'a.flac', []],
    ['GSM', 'wav', 1, 'a.wav', ['-c:a', 'libgsm_ms', '-ar', '8000', '-ac', '1']],
    ['µ-law', 'wav', 2, 'a.wav', ['-c:a', 'pcm_mulaw', '-ar', '8000']],
  ] as const)('%s', async (_name, format, count, name, options) => {
    const original = await analysed(count === 1 ? MONO : STEREO);
    const file = converted(count === 1 ? MONO : STEREO, name, options);
    const result = await analysed(file);
    expect(result.format).toBe(format);
    expect(result.channels).toHaveLength(count);
    // Encoders add some silence to the end.
    expect(Math.abs(result.durationS - 15)).toBeLessThanOrEqual(0.15);
    // ffmpeg, which has one decimal, hears the encoded file.
    expect(Math.abs(result.loudnessLufs! - loudnessByFfmpeg(file))).toBeLessThanOrEqual(0.15);
    for (const [index, { talkS }] of result.channels.entries())
      expect(Math.abs(talkS - original.channels[index]!.talkS)).toBeLessThanOrEqual(0.1);
    if (count === 2) expect(Math.abs(result.overlapS! - 1)).toBeLessThanOrEqual(0.1);
    if (count === 2) expect(result.interruptions).toBe(1);
    expect(Math.abs(result.silenceS - original.silenceS)).toBeLessThanOrEqual(0.2);
  });

  test('Opus and MP3 are as long as what they were made of, to the sample', async () => {
    const opus = await analysed(converted(STEREO, 'a.ogg', ['-c:a', 'libopus']));
    expect(opus.peaks).toMatchObject({ sampleRate: 48_000, samples: 15 * 48_000 });
    const mp3 = await analysed(converted(STEREO, 'a.mp3', ['-b:a', '64k']));
    expect(mp3.peaks).toMatchObject({ sampleRate: 16_000, samples: 15 * 16_000 });
  });
});

test('without ffmpeg on the path, its formats have no waveform, and the others do', async () => {
  const [aac, mp3] = [converted(MONO, 'a.aac', []), converted(MONO, 'a.mp3', [])];
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    expect(await analyse(aac)).toEqual({
      status: 'unsupported',
      reason: 'waveform not available for this format',
    });
    expect((await analysed(mp3)).format).toBe('mp3');
  } finally {
    process.env['PATH'] = path;
  }
});

describe('files that are not what they should be', () => {
  test.each([
    ['a page with an error', Buffer.from('<!DOCTYPE html><title>404</title>')],
    ['nothing', new Uint8Array(0)],
    ['raw GSM, which has no header', converted(MONO, 'a.gsm', ['-c:a', 'libgsm', '-ar', '8000'])],
    ['a list of other files', Buffer.from('#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n')],
  ])('%s has no waveform', async (_name, file) => {
    expect(await analyse(file)).toEqual({ status: 'unsupported', reason: 'waveform not available for this format' });
  });

  test.each([
    ['an index at the end', converted(MONO, 'a.m4a', []), /index of the file stands at its end/],
    ['a header alone, of MP3', Buffer.from('ID3\x04\0\0\0\0\0\0'), /no sound in the file/],
    ['a header alone, of Opus', converted(MONO, 'a.ogg', ['-c:a', 'libopus']).subarray(0, 60), /no sound in the file/],
    ['a header alone, of FLAC', converted(MONO, 'a.flac', []).subarray(0, 80), /cannot be decoded/],
    [
      'samples in no format',
      riff([
        formatChunk({ tag: 0x9999, channels: 1, rate: 8_000, sampleBytes: 1 }),
        chunk('data', new Uint8Array(999)),
      ]),
      /cannot be decoded/,
    ],
  ])('%s', async (_name, file, reason) => {
    const result = await analyse(file);
    expect(result).toMatchObject({ status: 'unsupported', reason: expect.stringMatching(reason) });
  });

  test.each([
    ['a.mp3', ['-b:a', '64k']],
    ['a.ogg', ['-c:a', 'libopus', '-b:a', '48k']],
    ['a.aac', []],
    ['a.flac', []],
    ['a.webm', ['-c:a', 'libopus']],
  ])('half of %s gives half of the sound', async (name, options) => {
    const file = converted(STEREO, name, options);
    const result = await analysed(file.subarray(0, Math.floor(file.length / 2)));
    expect(result.durationS).toBeGreaterThan(4);
    expect(result.durationS).toBeLessThan(11);
  });

  test.each([
    ['a.mp3', ['-b:a', '64k']],
    ['a.ogg', ['-c:a', 'libopus', '-b:a', '48k']],
    ['a.m4a', ['-movflags', '+faststart']],
  ])('%s with damage in it is analysed or not, and the next file is', async (name, options) => {
    const file = converted(MONO, name, options);
    for (let seed = 1; seed <= 12; seed += 1) {
      // A run of 40 bytes, elsewhere each time, the header included.
      const damaged = Uint8Array.from(file);
      const begin = Math.floor(((seed - 1) * file.length) / 12);
      for (let at = begin; at < begin + 40; at += 1) damaged[at] = (at * seed * 7_919) & 0xff;
      expect(['analysed', 'unsupported']).toContain((await analyse(damaged)).status);
    }
    expect((await analysed(MONO)).durationS).toBe(15);
  });
});
