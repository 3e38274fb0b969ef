import type { Logger } from 'pino';
import { BackOff } from '../../lib/background/back-off.js';
import type { Timer } from '../../lib/background/timer.js';
import type { FairQueue } from '../../lib/scheduling/fair-queue.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import type { ReportService } from '../reports/report-service.js';
import { ReportFailed } from '../worker/report-worker.js';
import { judgeCondition, type ConditionSources } from './condition.js';
import { makeFiles } from './make-files.js';
import { brokenOff } from './run-deliveries.js';
import type { RunState } from './run-state.js';

/** A run is tried so often before it has failed. */
const MAX_ATTEMPTS = 3;

/** The first look at data that is not complete yet, and the longest wait between two. */
const LOOK_AGAIN = { firstMs: 250, maxMs: 5_000 } as const;

const MAX_REASON = 2_000;

const INCOMPLETE = 'the report is incomplete, and is not sent so';

/** The end of a run of which nothing was sent. */
const failedRun = ({ run }: RunState, reason: string) =>
  ({ status: 'failed', reason, deliveries: brokenOff(run, reason) }) as const;

/** What sends the files of a run; it ends the run. */
export interface RunSender {
  send(state: RunState, signal: AbortSignal): Promise<void>;
}

export interface WorkDependencies {
  readonly reports: Pick<ReportService, 'render'>;
  readonly blobs: Pick<BlobStore, 'put'>;
  readonly conditions: ConditionSources;
  /** Up to when all events are in the answers, epoch milliseconds. */
  readonly dataUpTo: () => Promise<Millis>;
  /** Runs wait here for each other. */
  readonly queue: FairQueue;
  readonly sender: RunSender;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
}

/**
 * Takes a run from where it is to its end.
 *
 *   queued → waiting_for_data → rendering → sending → sent, failed
 *                 │                │  └──→ succeeded (nobody was to get it), failed, skipped (its condition does not hold)
 *                 └──→ failed (the data did not come in time, and the schedule wants nothing without it)
 *
 * Each state is durable before the work of it begins, so that the next start of the service goes on from there.
 * @throws what a signal that was aborted gives; nothing else
 */
export async function workRun(state: RunState, dependencies: WorkDependencies, signal: AbortSignal): Promise<void> {
  if (state.run.status !== 'sending') {
    if (!(await waitForData(state, dependencies, signal))) return;
    const owner = state.run.tenant;
    const isMade = await dependencies.queue.run(owner, () => attemptAll(state, dependencies, signal), signal);
    if (!isMade) return;
  }
  await dependencies.sender.send(state, signal);
}

/** @returns false when the run has ended */
async function waitForData(
  state: RunState,
  { dataUpTo, clock, timer }: WorkDependencies,
  signal: AbortSignal,
): Promise<boolean> {
  const { waitMs, afterWait } = state.run.order;
  if (waitMs === undefined || state.run.status === 'rendering') return true;
  const planned = Date.parse(state.run.planned_at);
  const until = Math.max(Date.parse(state.run.created_at), planned) + waitMs;
  const backOff = new BackOff(LOOK_AGAIN);
  for (;;) {
    const complete = await dataUpTo();
    // What was accepted before the planned time is in the answers, late events about the period among it.
    if (complete >= Math.min(planned, clock())) return true;
    if (state.run.status !== 'waiting_for_data') await state.change({ status: 'waiting_for_data' });
    const left = until - clock();
    if (left <= 0) {
      const reason = `the data was complete up to ${new Date(complete).toISOString()} only when the wait for it ended`;
      const isEnd = afterWait === 'fail';
      await state.change(isEnd ? failedRun(state, reason) : { notes: [...state.run.notes, reason] });
      return !isEnd;
    }
    await timer.wait(Math.min(backOff.next(), left), signal);
    signal.throwIfAborted();
  }
}

/** @returns whether there is something to send */
async function attemptAll(state: RunState, dependencies: WorkDependencies, signal: AbortSignal): Promise<boolean> {
  const backOff = new BackOff();
  for (;;) {
    const attempts = state.run.attempts + 1;
    await state.change({ status: 'rendering', attempts });
    const end = await attempt(state, dependencies, signal, attempts >= MAX_ATTEMPTS);
    if (end !== 'again') return end === 'made';
    await dependencies.timer.wait(backOff.next(), signal);
    signal.throwIfAborted();
  }
}

type End = 'made' | 'ended' | 'again';

async function attempt(
  state: RunState,
  dependencies: WorkDependencies,
  signal: AbortSignal,
  isLast: boolean,
): Promise<End> {
  try {
    if (!(await isWorthSending(state, dependencies, signal))) return 'ended';
    const { failed, ...made } = await makeFiles(state.run, dependencies, signal);
    const notes = [...new Set([...state.run.notes, ...made.notes])];
    const reason = failed.length === 0 ? {} : { reason: failed.join('; ').slice(0, MAX_REASON) };
    const done = { ...made, notes, ...reason };
    if (failed.length > 0 && !isLast) {
      await state.change(done);
      return 'again';
    }
    return await closeMaking(state, done, failed.length > 0);
  } catch (error) {
    if (signal.aborted) throw error;
    const { tenant, id, attempts } = state.run;
    dependencies.log.warn({ err: error, tenant, run: id, attempt: attempts }, 'an attempt to make a report failed');
    const reason = reasonOf(error);
    await state.change(isLast ? failedRun(state, reason) : { reason });
    return isLast ? 'ended' : 'again';
  }
}

/** The files are made, as well as they can be: they are sent, or the run has ended. */
async function closeMaking(state: RunState, done: object, isIncomplete: boolean): Promise<End> {
  const { deliveries, order } = state.run;
  const isSent = deliveries.length > 0 && !(isIncomplete && order.incomplete === 'fail');
  if (isSent) await state.change({ ...done, status: 'sending' });
  else if (isIncomplete) await state.change({ ...failedRun(state, INCOMPLETE), ...done });
  else await state.change({ ...done, status: 'succeeded' });
  return isSent ? 'made' : 'ended';
}

async function isWorthSending(
  state: RunState,
  { conditions }: WorkDependencies,
  signal: AbortSignal,
): Promise<boolean> {
  const { tenant, definition, order, period } = state.run;
  if (order.condition === undefined || state.run.condition !== undefined) return true;
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  const judged = { tenant, report: definition, period: { from, to } };
  const { holds, text } = await judgeCondition(order.condition, judged, conditions, signal);
  if (holds) await state.change({ condition: text });
  else {
    const reason = `the condition does not hold: ${text}`;
    await state.change({ status: 'skipped', condition: text, reason, deliveries: [] });
  }
  return holds;
}

/** Why an attempt failed, for people: faults of ours are in the log. */
function reasonOf(error: unknown): string {
  if (error instanceof ReportFailed) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && error instanceof Error) return error.message;
  return 'something went wrong in this service; its log has the details';
}
