import type { Report } from '@callsight/contract/reports/report';
import type { RunOrder, StoredDelivery, StoredRun } from './run-store.js';
import { variantsOf } from './variants.js';

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
