import { bernoulliNats, natsOfCall, natsOfUsualCall, silenceDispersion, type Direction } from './evidence.js';
import type { Bar } from './sensitivity.js';

/**
 * Usual time to find that what is watched clearly is wrong: what is needed, divided by what each minute brings. A count has
 * doubled or halved, a rate is two and a half times or half of what is usual, two and a half times as many values are slow.
 */
export const minutesForCount = (direction: Direction, bar: Bar, callsPerMinute: number): number =>
  bar.critical / (callsPerMinute * natsOfUsualCall(direction));

export const minutesForRate = (direction: Direction, bar: Bar, callsPerMinute: number, usual: number): number =>
  bar.critical / (callsPerMinute * natsOfCall(direction, usual));

export function minutesForSlow(bar: Bar, valuesPerMinute: number, share: number, designEffect: number): number {
  const [slightly, clearly] = [Math.min(0.9, 1.4 * share), Math.min(0.95, 2.5 * share)];
  return bar.critical / ((valuesPerMinute * bernoulliNats(clearly, 1, slightly, clearly)) / designEffect);
}

/** Half as much again: 0.225 above the middle of the two hypotheses, times 0.45 / v. */
export function minutesForMean(bar: Bar, callsPerMinute: number, variation: number): number {
  const callsAStep = callsPerMinute * 5;
  const variance = 0.05 ** 2 + variation / Math.max(callsAStep, 1e-9);
  return (bar.critical / ((0.45 / variance) * 0.225)) * 5;
}

/** ln(1 + φ'L) / φ' = what is needed, solved for the expected calls L. */
export function minutesForSilence(bar: Bar, callsPerMinute: number, dispersion: number): number {
  const phi = silenceDispersion(dispersion);
  return Math.expm1(bar.critical * phi) / phi / callsPerMinute;
}
