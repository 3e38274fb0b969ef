/** The header of a frame of MPEG audio (ISO/IEC 11172-3, 13818-3), of layers II and III. */
export interface FrameHeader {
  readonly isMono: boolean;
  /** Of the whole frame, in bytes. */
  readonly length: number;
}

/** In kbit/s, by index; 0 is none. */
const BITRATES = {
  version1: {
    layer2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    layer3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  version2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

/** Samples a second of version 1, by index. */
const RATES = [44_100, 48_000, 32_000] as const;

/** What the rates of a version are divided by: 2.5, (reserved), 2, 1. */
const RATE_DIVISORS = [4, 0, 2, 1] as const;

/** Eleven bits. */
const SYNC = 0x7ff;

const LAYER3 = 1;
const LAYER2 = 2;

function bitrateOf(isVersion1: boolean, layer: number, index: number): number {
  if (!isVersion1) return BITRATES.version2[index] ?? 0;
  return (layer === LAYER3 ? BITRATES.version1.layer3 : BITRATES.version1.layer2)[index] ?? 0;
}

/**
 * Reads the header that begins at an index.
 * @returns undefined where there is none: fewer than four bytes, no sync, a reserved value, a free bit rate
 */
export function frameHeaderAt(bytes: Uint8Array, index: number): FrameHeader | undefined {
  if (index + 4 > bytes.length) return undefined;
  const bits = new DataView(bytes.buffer, bytes.byteOffset + index, 4).getUint32(0);
  const [second, third] = [(bits >> 16) & 0xff, (bits >> 8) & 0xff];
  if (bits >>> 21 !== SYNC) return undefined;
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  const divisor = RATE_DIVISORS[version] ?? 0;
  const rate = RATES[(third >> 2) & 3];
  // Layer I is not used for speech, and its sync is the byte order mark of UTF-16.
  const hasLayer = layer === LAYER3 || layer === LAYER2;
  if (!hasLayer || divisor === 0 || rate === undefined) return undefined;
  const bitrate = bitrateOf(version === 3, layer, third >> 4);
  if (bitrate === 0) return undefined;
  const samples = layer === LAYER3 && version !== 3 ? 576 : 1_152;
  const padding = (third >> 1) & 1;
  const length = Math.floor(((samples / 8) * bitrate * 1_000 * divisor) / rate) + padding;
  return { isMono: ((bits >> 6) & 3) === 3, length };
}

/** The first frame within the bytes, wherever it begins; another one begins where it ends, as far as the bytes go. */
export function findFrame(bytes: Uint8Array): FrameHeader | undefined {
  for (let index = 0; index + 4 <= bytes.length; index += 1) {
    const header = frameHeaderAt(bytes, index);
    if (header === undefined) continue;
    const next = index + header.length;
    if (next + 4 > bytes.length || frameHeaderAt(bytes, next) !== undefined) return header;
  }
  return undefined;
}
