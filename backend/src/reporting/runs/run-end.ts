import type { Logger } from 'pino';
import { BackOff } from '../../lib/background/back-off.js';
import type { Timer } from '../../lib/background/timer.js';
import { HOUR_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { brokenOff } from './run-deliveries.js';
import type { RunState } from './run-state.js';

/** Waits after a state could not be stored. */
const STORE_AGAIN = { firstMs: 1_000, maxMs: 60_000 } as const;

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
async function breakOff(state: RunState, why: unknown): Promise<void> {
  const reason = why instanceof Error ? why.message : CANCELED;
  const status = reason === LATE ? 'failed' : 'canceled';
  await state.change({ status, reason, deliveries: brokenOff(state.run, reason) });
}

interface Surroundings {
  /** Aborted when somebody canceled the run, or its time is up. */
  readonly brokenOff: AbortSignal;
  readonly stopping: AbortSignal;
  readonly timer: Timer;
  readonly log: Logger;
}

/**
 * Works on a run until it has ended, is broken off, or the service stops, which leaves it as it is stored. What can fail besides
 * is the store, such as on a full disk: the run goes on when it can.
 */
export async function workToEnd(
  state: RunState,
  work: () => Promise<void>,
  { brokenOff: signal, stopping, timer, log }: Surroundings,
): Promise<void> {
  const backOff = new BackOff(STORE_AGAIN);
  const isCut = AbortSignal.any([signal, stopping]);
  while (!stopping.aborted) {
    const isBroken = signal.aborted;
    try {
      await (isBroken ? breakOff(state, signal.reason) : work());
      return;
    } catch (error) {
      // Work that is broken off fails with whatever it was at.
      if (!isBroken && isCut.aborted) continue;
      const { tenant, id } = state.run;
      log.error({ err: error, tenant, run: id }, 'the state of a run cannot be stored; it will be retried');
      await timer.wait(backOff.next(), stopping);
    }
  }
}
