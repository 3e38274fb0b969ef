import { FRAMES_PER_SECOND, framesOf, type Talk } from './voice-activity.js';

/** How long somebody has been talking who is interrupted: 0.5 s. */
const ESTABLISHED = 0.5 * FRAMES_PER_SECOND;
/** How long both go on then: 0.3 s. */
const TOGETHER = 0.3 * FRAMES_PER_SECOND;

/** What of all channels is talk, as one: in order, without overlap. */
function united(channels: readonly (readonly Talk[])[]): Talk[] {
  const all: Talk[] = [];
  for (const talk of channels.flat().sort((a, b) => a.begin - b.begin)) {
    const last = all.at(-1);
    if (last === undefined || talk.begin > last.end) all.push(talk);
    else all[all.length - 1] = { begin: last.begin, end: Math.max(last.end, talk.end) };
  }
  return all;
}

/**
 * Time in which nobody talks, before the first word and after the last one included.
 * @param durationS of the recording
 * @returns seconds, in all and of the longest
 */
export function silenceOf(
  channels: readonly (readonly Talk[])[],
  durationS: number,
): { readonly silenceS: number; readonly longestSilenceS: number } {
  const talk = united(channels);
  const begins = [0, ...talk.map(({ end }) => end / FRAMES_PER_SECOND)];
  const ends = [...talk.map(({ begin }) => begin / FRAMES_PER_SECOND), durationS];
  const gaps = begins.map((begin, index) => Math.max((ends[index] ?? durationS) - begin, 0));
  return {
    silenceS: gaps.reduce((sum, gap) => sum + gap, 0),
    longestSilenceS: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
  };
}

/** Time in which both talk. @returns seconds */
export function overlapOf(one: readonly Talk[], other: readonly Talk[]): number {
  return (framesOf(one) + framesOf(other) - framesOf(united([one, other]))) / FRAMES_PER_SECOND;
}

/**
 * How often one interrupts the other: begins to talk while the other has been talking for 0.5 s at least, and both go on
 * for 0.3 s at least from there. A word of agreement that is shorter than 0.3 s is no interruption, and neither is one that
 * begins as the other ends. What counts as talk, and over which pauses it goes on, `findTalk` says.
 */
export function interruptionsBy(one: readonly Talk[], other: readonly Talk[]): number {
  let index = 0;
  return one.filter(({ begin, end }) => {
    while ((other[index]?.end ?? Number.POSITIVE_INFINITY) <= begin) index += 1;
    const interrupted = other[index];
    if (interrupted === undefined || end - begin < TOGETHER) return false;
    return begin - interrupted.begin >= ESTABLISHED && interrupted.end - begin >= TOGETHER;
  }).length;
}
