/** A sine over a time. @param peak in dBFS */
export function sine(frequency: number, peak: number, seconds: number, rate: number): Float32Array {
  const amplitude = 10 ** (peak / 20);
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / rate),
  );
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The same numbers in every run, evenly from −1 to 1. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export type Spoken = readonly (readonly [from: number, to: number])[];

/**
 * What sounds like speech to a measure of energy: noise in syllables, four a second, with a pause of 60 ms between two of
 * them, over background noise of −66 dBFS; silent but for that outside the given times.
 * @param spoken seconds
 */
export function speech(spoken: Spoken, seconds: number, rate: number, seed = 1): Float32Array {
  const next = noise(seed);
  const samples = Float32Array.from({ length: Math.round(seconds * rate) }, () => 0.0008 * next());
  for (const [from, to] of spoken)
    for (let index = Math.round(from * rate); index < Math.round(to * rate); index += 1) {
      const inSyllable = (index / rate - from) % 0.25;
      const isLast = to - index / rate < 0.06;
      if (inSyllable < 0.19 || isLast) samples[index]! += 0.25 * next();
    }
  return samples;
}
