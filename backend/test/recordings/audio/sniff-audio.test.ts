import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { SNIFF_BYTES, sniffAudio, type AudioFormat } from '../../../src/recordings/audio/sniff-audio.js';
import { sine } from './signals.js';
import { chunk, waveFile } from './wave-file.js';
import { converted } from './with-ffmpeg.js';

const WAVE = waveFile([sine(440, -20, 1, 48_000)], 48_000);

const FILES: readonly (readonly [name: string, format: AudioFormat, mediaType: string, options: readonly string[]])[] =
  [
    ['a.mp3', 'mp3', 'audio/mpeg', ['-b:a', '64k']],
    ['b.mp3', 'mp3', 'audio/mpeg', ['-id3v2_version', '0', '-write_xing', '0', '-b:a', '32k']],
    ['c.mp3', 'mp3', 'audio/mpeg', ['-id3v2_version', '0', '-q:a', '5', '-ar', '22050']],
    ['d.mp3', 'mp3', 'audio/mpeg', ['-id3v2_version', '0', '-b:a', '320k']],
    ['a.mp2', 'mp3', 'audio/mpeg', []],
    ['a.ogg', 'ogg-opus', 'audio/ogg', ['-c:a', 'libopus']],
    ['b.ogg', 'ogg-vorbis', 'audio/ogg', ['-c:a', 'libvorbis']],
    ['a.webm', 'webm', 'audio/webm', []],
    ['a.m4a', 'mp4', 'audio/mp4', []],
    ['a.aac', 'aac', 'audio/aac', []],
    ['a.flac', 'flac', 'audio/flac', []],
    ['a.wav', 'wav', 'audio/wav', ['-c:a', 'pcm_alaw']],
    ['b.wav', 'wav', 'audio/wav', ['-rf64', 'always']],
  ];

test.each(FILES)('%s as ffmpeg writes it is %s', (name, format, mediaType, options) => {
  const sniffed = sniffAudio(converted(WAVE, name, options).subarray(0, SNIFF_BYTES));
  expect(sniffed).toMatchObject({ format, mediaType });
});

test('AMR is known by its first line', () => {
  expect(sniffAudio(Buffer.from('#!AMR\n\x3c\x91'))?.format).toBe('amr');
  expect(sniffAudio(Buffer.from('#!AMR-WB\n\x3c'))?.format).toBe('amr');
  expect(sniffAudio(Buffer.from('#!AMRS'))).toBeUndefined();
});

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** A tag of ID3v2 of some length, before whatever is there. */
const tagged = (length: number): Uint8Array =>
  Buffer.concat([latin('ID3\x04\0\0'), Buffer.from([0, 0, length >> 7, length & 0x7f]), Buffer.alloc(length)]);

test('a tag before the sound says MP3, unless it is none', () => {
  expect(sniffAudio(tagged(900))?.format).toBe('mp3');
  expect(sniffAudio(latin('ID3 is a format of tags'))).toBeUndefined();
});

const text = fc.string({ unit: 'grapheme', maxLength: 2_000 });
const begin = fc.constantFrom(
  '<!DOCTYPE html>',
  '<html>',
  ' \n<html lang="en">',
  '{"error":',
  '[{"code":404}',
  '<?xml version="1.0"?>',
  '',
);

test('a page, JSON or XML is never audio, in whatever letters it is written', () => {
  fc.assert(
    fc.property(
      begin,
      text,
      fc.constantFrom('utf8', 'utf16le', 'latin1'),
      fc.boolean(),
      (head, rest, letters, hasMark) => {
        const page = Buffer.from(`${hasMark && letters !== 'latin1' ? '\ufeff' : ''}${head}${rest}`, letters);
        // A text may begin with the very letters of a format; such a text is not what a server answers.
        fc.pre(head !== '' || !/^(RIFF|fLaC|#!AMR|OggS|ID3)/.test(rest));
        expect(sniffAudio(page)).toBeUndefined();
      },
    ),
    { numRuns: 2_000 },
  );
});

test('archives, documents, pictures and RIFF of other kinds are not audio', () => {
  const others = [
    latin('PK\x03\x04\x14\0\0\0\b\0'),
    gzipSync('RIFF'),
    latin('%PDF-1.7\n'),
    latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
    latin('\xff\xd8\xff\xe0\0\x10JFIF'),
    latin('GIF89a'),
    chunk('RIFF', latin('WEBPVP8 ')),
    chunk('RIFF', latin('AVI LIST')),
    latin('\0\0\0\x1cftypheic\0\0\0\0'),
    latin('\0\0\0\x1cftypavif\0\0\0\0'),
    latin('\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x23\x42\x82\x88matroska'),
    latin('\x7fELF\x02\x01\x01'),
    latin('#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd'),
    latin('ffconcat version 1.0\nfile /etc/passwd'),
    new Uint8Array(0),
    new Uint8Array(SNIFF_BYTES),
    new Uint8Array(SNIFF_BYTES).fill(0xff),
  ];
  for (const bytes of others) expect(sniffAudio(bytes)).toBeUndefined();
});

test('any bytes have an answer, which what follows the first 512 does not change', () => {
  const sync = fc.constantFrom(
    [],
    [0xff, 0xfb],
    [0xff, 0xf1],
    [...latin('RIFF')],
    [...latin('OggS')],
    [...latin('ID3')],
  );
  fc.assert(
    fc.property(sync, fc.uint8Array({ maxLength: 700 }), fc.uint8Array(), (head, bytes, more) => {
      const all = Buffer.concat([Uint8Array.from(head), bytes]);
      const first = all.subarray(0, SNIFF_BYTES);
      expect(sniffAudio(all)).toEqual(sniffAudio(first));
      if (all.length >= SNIFF_BYTES) expect(sniffAudio(Buffer.concat([all, more]))).toEqual(sniffAudio(first));
    }),
  );
});

test('a header of MP3 or AAC counts only if the next one stands where the first frame ends', () => {
  const frame = converted(WAVE, 'a.mp3', ['-id3v2_version', '0', '-write_xing', '0', '-b:a', '32k']);
  // 32 kbit/s at 48,000 samples a second: 96 bytes a frame.
  expect([...frame.subarray(96, 98)]).toEqual([0xff, 0xfb]);
  const other = Uint8Array.from(frame);
  other[96] = 0;
  expect(sniffAudio(other)).toBeUndefined();
});
