import { randomUUID } from 'node:crypto';
import type { Delivery } from '@callsight/contract/reports/delivery';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import type { Millis } from '../../lib/time/units.js';
import type { ReportService } from '../reports/report-service.js';
import type { RunMailer } from './run-mailer.js';

interface Dependencies {
  readonly reports: Pick<ReportService, 'render'>;
  readonly mailer: RunMailer;
}

/** What is tried out. */
export interface TestOrder {
  readonly tenant: string;
  /** As the one who gets it would. */
  readonly report: Report;
  readonly schedule: Schedule;
  readonly plannedAt: Millis;
}

/**
 * Makes a report and sends it to one address, at once and once.
 * @returns what the mail server answered
 * @throws QueryError when no mail can be sent, or the report cannot be made
 */
export async function sendTest(
  { tenant, report, schedule, plannedAt }: TestOrder,
  to: string,
  { reports, mailer }: Dependencies,
  signal: AbortSignal,
): Promise<Delivery> {
  if (mailer.obstacle !== undefined) throw new QueryError('mail_not_configured', mailer.obstacle);
  const formats = schedule.formats.filter((format) => format !== 'mail');
  const { mail, files } = await reports.render({ tenant, report, plannedAt, formats, mail: {} }, signal);
  if (mail === undefined) throw new Error('a report that was ordered as a mail is one');
  return mailer.sendAlone(
    {
      mail,
      files,
      extras: { subject: schedule.subject, message: schedule.message },
      replyTo: schedule.reply_to,
      messageId: `<test.${randomUUID()}@${mailer.domain}>`,
    },
    to,
    signal,
  );
}
