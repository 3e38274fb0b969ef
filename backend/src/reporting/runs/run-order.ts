import { createHash } from 'node:crypto';
import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { patienceOf } from '../../definitions/schedule-kind.js';
import type { Millis } from '../../lib/time/units.js';
import { timeOfId, type RunOrder } from './run-store.js';

/** A run that goes to some addresses, without a schedule. */
export const orderFor = (recipients: readonly Recipient[]): RunOrder => ({
  recipients,
  targets: [],
  afterWait: 'send',
  incomplete: 'send',
});

/** What runs of a schedule do. */
export function orderOf(schedule: Schedule): RunOrder {
  const { recipients, targets = [], condition, after_wait: afterWait = 'send', incomplete = 'send' } = schedule;
  const { reply_to: replyTo, subject, message, owner } = schedule;
  const { waitMs } = patienceOf(schedule);
  return {
    recipients,
    targets,
    afterWait,
    incomplete,
    ...(condition === undefined ? {} : { condition }),
    ...(waitMs === undefined ? {} : { waitMs }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(subject === undefined ? {} : { subject }),
    ...(message === undefined ? {} : { message }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** One run for each planned time of a schedule: its id says which. */
export const scheduledRunId = (tenant: string, schedule: string, plannedAt: Millis): string =>
  timeOfId(plannedAt) +
  createHash('sha256')
    .update(JSON.stringify([tenant, schedule, plannedAt]))
    .digest('hex')
    .slice(0, 16);
