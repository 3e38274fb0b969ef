/**
 * Turns samples of one channel into numbers from −1 to 1.
 * @param begin byte of the first sample
 * @param stride bytes from a sample to the next one of the same channel
 * @param out takes as many samples as it is long
 */
export type Convert = (bytes: DataView, begin: number, stride: number, out: Float32Array) => void;

/** The companding of G.711, as values of the 256 codes. */
function companded(valueOf: (code: number) => number): Convert {
  const values = Float32Array.from({ length: 256 }, (_, code) => valueOf(code) / 32_768);
  return (bytes, begin, stride, out) => {
    for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
      out[index] = values[bytes.getUint8(at)] ?? 0;
  };
}

/** µ-law: all bits inverted; sign, exponent, mantissa; a bias of 132 in 16 bits. */
function mulawValue(code: number): number {
  const bits = ~code & 0xff;
  const size = (((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7);
  return (bits & 0x80) === 0 ? size - 132 : 132 - size;
}

/** A-law: every other bit inverted; a set sign is positive; the lowest segment is linear. */
function alawValue(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const size = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (bits & 0x80) === 0 ? -size : size;
}

/** Not a number, and what is beyond every scale, would spoil sums over the whole file. */
const finite = (value: number): number => (Math.abs(value) <= 16 ? value : 0);

const eightBit: Convert = (bytes, begin, stride, out) => {
  for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
    out[index] = (bytes.getUint8(at) - 128) / 128;
};

const sixteenBit: Convert = (bytes, begin, stride, out) => {
  for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
    out[index] = bytes.getInt16(at, true) / 32_768;
};

const twentyFourBit: Convert = (bytes, begin, stride, out) => {
  for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
    out[index] = ((bytes.getInt8(at + 2) << 16) | bytes.getUint16(at, true)) / 8_388_608;
};

const thirtyTwoBit: Convert = (bytes, begin, stride, out) => {
  for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
    out[index] = bytes.getInt32(at, true) / 2_147_483_648;
};

const float32: Convert = (bytes, begin, stride, out) => {
  for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
    out[index] = finite(bytes.getFloat32(at, true));
};

const float64: Convert = (bytes, begin, stride, out) => {
  for (let index = 0, at = begin; index < out.length; index += 1, at += stride)
    out[index] = finite(bytes.getFloat64(at, true));
};

/** Format tags of WAVE. */
const PCM = 1;
const FLOAT = 3;
const ALAW = 6;
const MULAW = 7;
export const EXTENSIBLE = 0xfffe;

/** By format tag, then by bytes of a sample. */
const ENCODINGS: Readonly<Record<number, Readonly<Record<number, Convert>>>> = {
  [PCM]: { 1: eightBit, 2: sixteenBit, 3: twentyFourBit, 4: thirtyTwoBit },
  [FLOAT]: { 4: float32, 8: float64 },
  [ALAW]: { 1: companded(alawValue) },
  [MULAW]: { 1: companded(mulawValue) },
};

/**
 * How the samples of a file are read.
 * @param tag format tag
 * @param bytes of a sample, with what pads it
 * @returns undefined for an encoding that is not read here
 */
export const encodingOf = (tag: number, bytes: number): Convert | undefined => ENCODINGS[tag]?.[bytes];
