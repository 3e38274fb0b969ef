import type { Report } from '@callsight/contract/reports/report';
import type { Schedule, ScheduleInput } from '@callsight/contract/reports/schedule';
import { idOf } from '../../../definition-draft';
import { isFixed } from './report-period';

/** What is entered of a schedule; its id is empty until it is stored. */
export type ScheduleDraft = ScheduleInput;

/** A schedule without what the service adds to it. */
export function scheduleDraftOf(schedule: Schedule): ScheduleDraft {
  const { version: _version, updated_at: _at, updated_by: _by, ...input } = schedule;
  return input;
}

/** Times at which a report of a period is first complete. */
function firstCron({ range }: Report): string {
  if (isFixed(range)) return '0 8 * * 1';
  switch (range) {
    case 'yesterday':
      return '0 8 * * *';
    case 'last_month':
    case 'month_to_date':
      return '0 8 1 * *';
    case 'last_quarter':
      return '0 8 1 1,4,7,10 *';
    default:
      return '0 8 * * 1';
  }
}

/** A new schedule of a report: at eight in the morning, as soon as its period is over. */
export const newSchedule = (report: Report): ScheduleDraft => ({
  id: '',
  report: report.id,
  cron: firstCron(report),
  timezone: report.timezone,
  formats: ['pdf'],
  recipients: [],
});

/** A draft as it is sent, with an id also while none was given. */
export function scheduleInputOf(draft: ScheduleDraft, taken: readonly string[]): ScheduleInput {
  const recipients = draft.recipients.filter(({ email }) => email.trim() !== '');
  return {
    ...draft,
    recipients,
    id: draft.id === '' ? idOf(draft.title ?? draft.report, taken, 'schedule') : draft.id,
  };
}

/** Addresses of a list that was typed or pasted, parted by commas, semicolons, blanks or lines. */
export const addressesOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((address) => address.replace(/^<|>$/g, ''))
    .filter((address) => address.includes('@'));
