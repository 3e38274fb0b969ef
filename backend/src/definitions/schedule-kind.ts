import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Report, ReportInput } from '@callsight/contract/reports/report';
import { Schedule, ScheduleInput, type Condition } from '@callsight/contract/reports/schedule';
import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Catalogue } from '../analytics/catalogue/catalogue.js';
import { QueryError, unknownId } from '../analytics/catalogue/language/query-error.js';
import { CronProblem, FireTimes } from '../lib/cron/fire-times.js';
import { isEmailAddress } from '../lib/text/email-address.js';
import { DAY_MS, HOUR_MS } from '../lib/time/durations.js';
import { parseMillis } from '../lib/time/span.js';
import { unknownZone } from '../lib/time/unknown-zone.js';
import type { Millis } from '../lib/time/units.js';
import { isTimeZone } from '../lib/time/zone.js';
import type { DefinitionKind } from './definition-kind.js';
import { plannedTimes } from './planned-times.js';
import { checkMetrics, checkReport } from './report-kind.js';

const refuse = (message: string, path: string): QueryError => new QueryError('invalid_schedule', message, path);

const MAX_GRACE_MS = 31 * DAY_MS;
const MAX_WAIT_MS = 24 * HOUR_MS;
const DEFAULT_GRACE = '6h';

function lengthOf(text: string, max: Millis, path: string): Millis {
  const length = parseMillis(text);
  if (length === undefined) throw refuse(`"${text}" is no length of time, such as 30m or 6h`, path);
  if (length > max) throw refuse(`"${text}" is too long; at most ${max / HOUR_MS}h`, path);
  return length;
}

/** Milliseconds that a run may begin late, and that it waits for its data. @throws QueryError */
export const patienceOf = ({
  grace,
  wait_for_data: wait,
}: {
  readonly grace?: string | undefined;
  readonly wait_for_data?: string | undefined;
}) => ({
  graceMs: lengthOf(grace ?? DEFAULT_GRACE, MAX_GRACE_MS, '/grace'),
  waitMs: wait === undefined ? undefined : lengthOf(wait, MAX_WAIT_MS, '/wait_for_data'),
});

/** A report as one recipient gets it: in the recipient's language and zone, of the recipient's calls. */
export function reportFor<R extends Pick<ReportInput, 'filters' | 'locale' | 'timezone'>>(
  report: R,
  { filters = [], locale = report.locale, timezone = report.timezone }: Partial<Omit<Recipient, 'email'>>,
): R {
  const all = [...(report.filters ?? []), ...filters];
  return { ...report, locale, timezone, ...(all.length === 0 ? {} : { filters: all }) };
}

function checkZone(zone: string, path: string): void {
  if (!isTimeZone(zone)) throw refuse(unknownZone(zone), path);
}

function checkAddress(address: string, path: string, isAllowed: (address: string) => boolean): void {
  if (!isEmailAddress(address)) throw refuse(`"${address}" is no e-mail address, such as ops@example.com`, path);
  if (!isAllowed(address))
    throw refuse(
      `reports may not be sent to ${address.slice(address.lastIndexOf('@'))}; see CALLSIGHT_MAIL_DOMAINS`,
      path,
    );
}

interface Dependencies {
  readonly catalogueOf: (tenant: string) => Catalogue;
  readonly reportOf: (tenant: string, id: string) => Report | undefined;
  readonly reportsOf: (tenant: string) => readonly string[];
  readonly calendarsOf: (tenant: string) => readonly Calendar[];
  readonly thresholdsOf: (tenant: string) => readonly string[];
  /** Names of the targets that the settings name for a tenant. */
  readonly targetsOf: (tenant: string) => readonly string[];
  /** Whether reports may be sent to an address. */
  readonly isAllowed: (address: string) => boolean;
  /** Epoch milliseconds. */
  readonly clock: () => Millis;
}

/** @throws QueryError */
function readCron(cron: string): FireTimes {
  try {
    return new FireTimes(cron);
  } catch (error) {
    if (error instanceof CronProblem) throw refuse(error.message, '/cron');
    throw error;
  }
}

function checkCalendar(calendar: string | undefined, calendars: readonly Calendar[]): void {
  const ids = calendars.map(({ id }) => id);
  if (calendar !== undefined && !ids.includes(calendar))
    throw unknownId('unknown_calendar', 'calendar', calendar, ids, '/calendar');
}

function checkTimes(schedule: ScheduleInput, calendars: readonly Calendar[], now: Millis): void {
  const { cron, timezone, calendar, workday_of_month: workday, starts_at: start, ends_at: end } = schedule;
  checkZone(timezone, '/timezone');
  checkCalendar(calendar, calendars);
  if (!readCron(cron).hasAllDays && workday !== undefined)
    throw refuse(`the ${workday} working day of a month needs * as day of month and as weekday: "0 8 * * *"`, '/cron');
  const last = end === undefined ? Infinity : Date.parse(end);
  if (start !== undefined && last < Date.parse(start))
    throw refuse('ends_at must not lie before starts_at', '/ends_at');
  // One whose end has passed may be kept, and changed.
  if (last > now && plannedTimes(schedule, calendars, now).next().done === true)
    throw refuse(`"${cron}" never comes${last === Infinity ? '' : ' before ends_at'}`, '/cron');
}

function checkRecipients(
  recipients: readonly Recipient[],
  report: Report,
  catalogue: Catalogue,
  isAllowed: Dependencies['isAllowed'],
): void {
  const seen = new Set<string>();
  for (const [index, recipient] of recipients.entries()) {
    const path = `/recipients/${index}`;
    const address = recipient.email.toLowerCase();
    checkAddress(recipient.email, `${path}/email`, isAllowed);
    if (seen.has(address)) throw refuse(`${recipient.email} is a recipient twice`, `${path}/email`);
    seen.add(address);
    if (recipient.timezone !== undefined) checkZone(recipient.timezone, `${path}/timezone`);
    if (recipient.filters === undefined) continue;
    try {
      checkReport(reportFor(report, recipient), catalogue);
    } catch (error) {
      if (error instanceof QueryError)
        throw refuse(`the filters do not fit the report: ${error.message}`, `${path}/filters`);
      throw error;
    }
  }
}

function checkCondition(condition: Condition, catalogue: Catalogue, thresholds: readonly string[]): void {
  if ('threshold' in condition) {
    if (!thresholds.includes(condition.threshold))
      throw unknownId('unknown_threshold', 'threshold', condition.threshold, thresholds, '/condition/threshold');
  } else if ('metric' in condition)
    checkMetrics(
      { metrics: [condition.metric], groupBy: [], filters: condition.filters ?? [] },
      catalogue,
      '/condition',
    );
}

/** Recipients of a run, or of a schedule, of a report. @throws QueryError */
export const recipientCheck =
  ({ catalogueOf, isAllowed }: Pick<Dependencies, 'catalogueOf' | 'isAllowed'>) =>
  (tenant: string, recipients: readonly Recipient[], report: Report): void =>
    checkRecipients(recipients, report, catalogueOf(tenant), isAllowed);

/** Checks everything that a schedule names. @throws QueryError */
export const scheduleCheck =
  (dependencies: Dependencies) =>
  (tenant: string, schedule: ScheduleInput): void => {
    const { catalogueOf, reportOf, reportsOf, calendarsOf, thresholdsOf, targetsOf, isAllowed, clock } = dependencies;
    const report = reportOf(tenant, schedule.report);
    if (report === undefined)
      throw unknownId('unknown_report', 'report', schedule.report, reportsOf(tenant), '/report');
    checkTimes(schedule, calendarsOf(tenant), clock());
    patienceOf(schedule);
    const catalogue = catalogueOf(tenant);
    checkRecipients(schedule.recipients, report, catalogue, isAllowed);
    for (const [index, name] of (schedule.targets ?? []).entries())
      if (!targetsOf(tenant).includes(name))
        throw unknownId('unknown_target', 'target', name, targetsOf(tenant), `/targets/${index}`);
    if (schedule.reply_to !== undefined) checkAddress(schedule.reply_to, '/reply_to', () => true);
    if (schedule.owner !== undefined) checkAddress(schedule.owner, '/owner', isAllowed);
    if (schedule.condition !== undefined) checkCondition(schedule.condition, catalogue, thresholdsOf(tenant));
  };

const NOTHING = (): void => undefined;

/** Schedules. A stored one whose report or calendar is gone stays, and its runs fail with the reason. */
export const scheduleKind = (dependencies: Dependencies): DefinitionKind<Schedule> => {
  const check = scheduleCheck(dependencies);
  return {
    name: 'schedule',
    plural: 'schedules',
    title: 'schedule',
    schema: Schedule,
    input: ScheduleInput,
    writeScope: 'reports',
    maxPerTenant: 500,
    builtIns: [],
    load: () => new Set(),
    checkPut: (tenant, schedule) => {
      check(tenant, schedule);
      return NOTHING;
    },
    checkRemoval: () => NOTHING,
  };
};
