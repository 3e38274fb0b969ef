/** Encodings of samples: format tag, bytes of a sample, and how one is written. */
const ENCODERS = {
  u8: [1, 1, (view: DataView, at: number, x: number) => view.setUint8(at, Math.round(x * 127) + 128)],
  s16: [1, 2, (view: DataView, at: number, x: number) => view.setInt16(at, Math.round(x * 32_767), true)],
  s24: [
    1,
    3,
    (view: DataView, at: number, x: number) => {
      const value = Math.round(x * 8_388_607);
      view.setUint8(at, value & 0xff);
      view.setUint8(at + 1, (value >> 8) & 0xff);
      view.setInt8(at + 2, value >> 16);
    },
  ],
  s32: [1, 4, (view: DataView, at: number, x: number) => view.setInt32(at, Math.round(x * 2_147_483_647), true)],
  f32: [3, 4, (view: DataView, at: number, x: number) => view.setFloat32(at, x, true)],
  f64: [3, 8, (view: DataView, at: number, x: number) => view.setFloat64(at, x, true)],
} as const;

export type Encoding = keyof typeof ENCODERS;

export const ENCODINGS = Object.keys(ENCODERS) as Encoding[];

/** A chunk of RIFF: its id, the length it says and its content, with a byte more where that is odd. */
export function chunk(id: string, body: Uint8Array, length = body.length): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, body, new Uint8Array(body.length % 2)]);
}

export const riff = (chunks: readonly Uint8Array[], magic = 'RIFF'): Uint8Array => {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunk(magic, body);
};

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly rate: number;
  readonly sampleBytes: number;
}

export function formatChunk({ tag, channels, rate, sampleBytes }: Format): Uint8Array {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(tag, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rate, 4);
  body.writeUInt32LE(rate * channels * sampleBytes, 8);
  body.writeUInt16LE(channels * sampleBytes, 12);
  body.writeUInt16LE(8 * sampleBytes, 14);
  return chunk('fmt ', body);
}

/** The same, as WAVE_FORMAT_EXTENSIBLE has it: the tag begins an identifier at byte 24. */
export function extensibleChunk(format: Format): Uint8Array {
  const body = Buffer.alloc(40);
  body.set(formatChunk({ ...format, tag: 0xfffe }).subarray(8));
  body.writeUInt16LE(22, 16);
  body.writeUInt16LE(8 * format.sampleBytes, 18);
  body.writeUInt16LE(format.tag, 24);
  body.set(Buffer.from('000000001000800000aa00389b71', 'hex'), 26);
  return chunk('fmt ', body);
}

/** Samples of channels, encoded and interleaved. */
export function encoded(channels: readonly (readonly number[] | Float32Array)[], encoding: Encoding): Uint8Array {
  const [, bytes, write] = ENCODERS[encoding];
  const length = channels[0]?.length ?? 0;
  const out = new Uint8Array(length * channels.length * bytes);
  const view = new DataView(out.buffer);
  for (let frame = 0; frame < length; frame += 1)
    for (const [channel, samples] of channels.entries())
      write(view, (frame * channels.length + channel) * bytes, samples[frame]!);
  return out;
}

export const formatOf = (encoding: Encoding, channels: number, rate: number): Format => ({
  tag: ENCODERS[encoding][0],
  channels,
  rate,
  sampleBytes: ENCODERS[encoding][1],
});

/** A whole WAVE file. */
export const waveFile = (
  channels: readonly (readonly number[] | Float32Array)[],
  rate: number,
  encoding: Encoding = 's16',
): Uint8Array =>
  riff([formatChunk(formatOf(encoding, channels.length, rate)), chunk('data', encoded(channels, encoding))]);

/** Bytes as a stream in pieces of a length. */
// eslint-disable-next-line @typescript-eslint/require-await -- a stream that has all it gives
export async function* streamed(bytes: Uint8Array, length = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
