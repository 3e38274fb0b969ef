import type { Timer } from '../../lib/background/timer.js';
import { HOUR_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { brokenOff } from './run-deliveries.js';
import type { RunState } from './run-state.js';

/** Why runs are broken off. */
export const CANCELED = 'it was canceled';
export const LATE = 'it had not ended when its time was up';

/** Waits until the clock shows a time, also where it is set meanwhile, or until the signal is aborted. */
export async function untilTime(
  at: Millis,
  { clock, timer }: { readonly clock: Clock; readonly timer: Timer },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && clock() < at) await timer.wait(Math.min(at - clock(), HOUR_MS), signal);
}

/** A run that somebody canceled, or whose time is up, has ended. */
export async function breakOff(state: RunState, why: unknown): Promise<void> {
  const reason = why instanceof Error ? why.message : CANCELED;
  const status = reason === LATE ? 'failed' : 'canceled';
  await state.change({ status, reason, deliveries: brokenOff(state.run, reason) });
}
