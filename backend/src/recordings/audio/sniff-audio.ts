import { frameHeaderAt } from './mp3/frame-header.js';

/** Formats of audio that files of recordings have, and how each is served and named. */
const FORMATS = {
  wav: { mediaType: 'audio/wav', extension: 'wav' },
  mp3: { mediaType: 'audio/mpeg', extension: 'mp3' },
  'ogg-opus': { mediaType: 'audio/ogg', extension: 'ogg' },
  'ogg-vorbis': { mediaType: 'audio/ogg', extension: 'ogg' },
  webm: { mediaType: 'audio/webm', extension: 'webm' },
  mp4: { mediaType: 'audio/mp4', extension: 'm4a' },
  aac: { mediaType: 'audio/aac', extension: 'aac' },
  flac: { mediaType: 'audio/flac', extension: 'flac' },
  amr: { mediaType: 'audio/amr', extension: 'amr' },
} as const;

export type AudioFormat = keyof typeof FORMATS;

export interface SniffedAudio {
  readonly format: AudioFormat;
  /** As a response names it. */
  readonly mediaType: string;
  /** Of a file name, without the dot. */
  readonly extension: string;
}

/** From so many bytes every format is known that can be known; with fewer, some are not. */
export const SNIFF_BYTES = 512;

/** Bytes as text, one letter a byte. */
const textAt = (bytes: Uint8Array, begin: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(begin, begin + length));

/** Headers of the first page of Ogg, which end at 28 bytes: there is one segment in it. */
const OGG_FIRST_PACKET = 28;

/** Main brands of files of ISO media that hold sound; those of pictures (HEIC, AVIF) look the same but for the brand. */
const MP4_BRANDS = /^(M4[ABPV] |mp4[12]|mp71|iso[m2-9]|dash|MSNV|3g[p2e].|F4[AV] |qt {2})$/;

function isWave(bytes: Uint8Array): boolean {
  return ['RIFF', 'RF64', 'BW64'].includes(textAt(bytes, 0, 4)) && textAt(bytes, 8, 4) === 'WAVE';
}

function isOgg(bytes: Uint8Array, packet: string): boolean {
  return textAt(bytes, 0, 5) === 'OggS\0' && textAt(bytes, OGG_FIRST_PACKET, packet.length) === packet;
}

/** An EBML document of type `webm`, which stands within its header, as an element 0x4282 with a length of four. */
function isWebm(bytes: Uint8Array): boolean {
  return textAt(bytes, 0, 4) === '\x1a\x45\xdf\xa3' && textAt(bytes, 4, 64).includes('\x42\x82\x84webm');
}

const isMp4 = (bytes: Uint8Array): boolean => textAt(bytes, 4, 4) === 'ftyp' && MP4_BRANDS.test(textAt(bytes, 8, 4));

/** Bytes of a frame of ADTS, whose header begins at an index; 0 if none begins there. */
function adtsLength(bytes: Uint8Array, index: number): number {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes.subarray(index, index + 6);
  const hasSync = first === 0xff && (second & 0xf6) === 0xf0;
  const hasRate = ((third >> 2) & 0x0f) <= 12;
  const length = ((fourth & 0x03) << 11) | (fifth << 3) | (sixth >> 5);
  return hasSync && hasRate && length >= 7 ? length : 0;
}

/** Twelve bits are little evidence: the header of the next frame has to stand where the first frame ends. */
function isAdts(bytes: Uint8Array): boolean {
  const length = adtsLength(bytes, 0);
  return length > 0 && (length + 6 > bytes.length ? bytes.length >= SNIFF_BYTES : adtsLength(bytes, length) > 0);
}

/** The same for MP3. A file that is shorter than its first frame is neither. */
function isMp3(bytes: Uint8Array): boolean {
  const frame = frameHeaderAt(bytes, 0);
  if (frame === undefined) return false;
  return frame.length + 4 > bytes.length
    ? bytes.length >= SNIFF_BYTES
    : frameHeaderAt(bytes, frame.length) !== undefined;
}

/** A tag of ID3v2 before the sound, with a version and a length as the tag defines them. */
function hasId3(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || textAt(bytes, 0, 3) !== 'ID3') return false;
  const [major = 0, revision = 0xff] = bytes.subarray(3, 5);
  return major >= 2 && major <= 4 && revision < 0xff && bytes.subarray(6, 10).every((byte) => byte < 0x80);
}

const TESTS: readonly (readonly [AudioFormat, (bytes: Uint8Array) => boolean])[] = [
  ['wav', isWave],
  ['ogg-opus', (bytes) => isOgg(bytes, 'OpusHead')],
  ['ogg-vorbis', (bytes) => isOgg(bytes, '\x01vorbis')],
  ['webm', isWebm],
  ['mp4', isMp4],
  ['flac', (bytes) => textAt(bytes, 0, 4) === 'fLaC'],
  ['amr', (bytes) => /^#!AMR(-WB)?\n/.test(textAt(bytes, 0, 9))],
  ['aac', isAdts],
  ['mp3', (bytes) => hasId3(bytes) || isMp3(bytes)],
];

/**
 * What a file is, from its first bytes alone: what a server says of it, or its name, is not looked at. A page with an error,
 * JSON, XML, an archive, a document or a picture is none of these formats; neither is raw sound without a header, such as GSM.
 * @param bytes the first `SNIFF_BYTES` of the file, or all of a shorter one; more are of use to nobody
 * @returns undefined for what is no audio in a known format
 */
export function sniffAudio(bytes: Uint8Array): SniffedAudio | undefined {
  const head = bytes.subarray(0, SNIFF_BYTES);
  const format = TESTS.find(([, matches]) => matches(head))?.[0];
  return format === undefined ? undefined : { format, ...FORMATS[format] };
}
