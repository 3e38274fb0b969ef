import type { Report } from '@callsight/contract/reports/report';
import { HOUR_MS, MINUTE_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { DeliveryOutcome } from '../smtp/outcome.js';
import type { RunOrder, StoredDelivery, StoredRun } from './run-store.js';
import { variantsOf } from './variants.js';

/** Waits before the attempts after the first: what asks to come back later, such as a greylist, means minutes to hours. */
const RETRY_MS: readonly Millis[] = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, HOUR_MS];

/** A message whose answer was lost is sent once more, after this. */
const REPEAT_MS = 10_000;

/** What was asked for does not fit the state of a run. */
export class RunConflict extends Error {
  override readonly name = 'RunConflict';
}

/** Everybody who is to get a run, before anything was sent. */
export function deliveriesOf(report: Report, { recipients, targets }: RunOrder): StoredDelivery[] {
  const open = { status: 'queued', attempts: 0 } as const;
  return [
    ...variantsOf(report, recipients).flatMap(({ index, recipients: own }) =>
      own.map(({ email }): StoredDelivery => ({ to: email, kind: 'mail', variant: index, ...open })),
    ),
    ...targets.map((to): StoredDelivery => ({ to, kind: 'target', variant: 0, ...open })),
  ];
}

/** Addresses and targets of a run that are meant. @throws RunConflict for one that is none of its own */
export function resentOf({ deliveries }: StoredRun, only: 'failed' | readonly string[]): readonly string[] {
  if (only === 'failed')
    return deliveries.filter(({ status }) => status !== 'sent' && status !== 'unsubscribed').map(({ to }) => to);
  return only.map((to) => {
    const found = deliveries.find((one) => one.to.toLowerCase() === to.toLowerCase());
    if (found === undefined) throw new RunConflict(`${to} was no recipient of this run`);
    return found.to;
  });
}

/** Who has it already gets it as a new message, which no mail server takes for the old one. */
export function queuedAgain({ to, kind, variant, status, round = 0, attempts }: StoredDelivery): StoredDelivery {
  const rounds = status === 'sent' ? round + 1 : round;
  return { to, kind, variant, status: 'queued', attempts, ...(rounds === 0 ? {} : { round: rounds }) };
}

/** What was not sent when a run was broken off is not sent any more. */
export function brokenOff(run: StoredRun, reason: string): readonly StoredDelivery[] {
  return run.deliveries.map((one): StoredDelivery => {
    if (one.status !== 'queued' && one.status !== 'retrying') return one;
    const { phase, nextAt: _, ...rest } = one;
    const last = one.message === undefined ? '' : `: ${one.message}`;
    return { ...rest, status: phase === 'last_byte' ? 'unknown' : 'failed', message: `${reason}${last}` };
  });
}

/** A delivery after an attempt. @param now epoch milliseconds */
export function afterOutcome(
  { phase: _, ...delivery }: StoredDelivery,
  outcome: DeliveryOutcome,
  now: Millis,
): StoredDelivery {
  const { status, code, message } = outcome;
  const { code: _c, ...rest } = delivery;
  const said = { ...rest, message, ...(code === undefined ? {} : { code }) };
  if (status === 'sent') return { ...said, status };
  if (status === 'refused') return { ...said, status };
  if (status === 'unknown') {
    if (delivery.isRepeated === true) return { ...said, status };
    return { ...said, status: 'retrying', isRepeated: true, nextAt: now + REPEAT_MS };
  }
  const wait = RETRY_MS[delivery.attempts - 1];
  return wait === undefined ? { ...said, status: 'failed' } : { ...said, status: 'retrying', nextAt: now + wait };
}
