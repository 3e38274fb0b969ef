import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Delivery } from '@callsight/contract/reports/delivery';
import type { Report } from '@callsight/contract/reports/report';
import type {
  PlannedRun,
  Schedule,
  ScheduleHistory,
  ScheduleInput,
  SchedulePreview,
} from '@callsight/contract/reports/schedule';
import { Temporal } from 'temporal-polyfill';
import { latestTimes, plannedTimes } from '../../definitions/planned-times.js';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { patienceOf, reportFor, type recipientCheck, type scheduleCheck } from '../../definitions/schedule-kind.js';
import { DAY_MS } from '../../lib/time/durations.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { periodOf } from '../document/period.js';
import { judgeCondition, type ConditionSources } from '../runs/condition.js';

/** Planned times of the past at which one request judges a condition; of more, the latest. */
const MAX_JUDGED = 120;

/** A test looks for the last planned time so far back. */
const TEST_DAYS = 62;

interface Dependencies {
  readonly check: ReturnType<typeof scheduleCheck>;
  readonly reportOf: (tenant: string, id: string) => Report | undefined;
  readonly calendarsOf: (tenant: string) => readonly Calendar[];
  readonly conditions: ConditionSources;
  /** @throws QueryError */
  readonly checkRecipients: ReturnType<typeof recipientCheck>;
  readonly isAllowed: (address: string) => boolean;
  readonly isExternal: (address: string) => boolean;
  /** Why no mail can be sent at all. */
  readonly mailObstacle: string | undefined;
  /** Makes a report and sends it to one address. */
  readonly sendTest: (
    order: {
      readonly tenant: string;
      readonly report: Report;
      readonly schedule: Schedule;
      readonly plannedAt: Millis;
    },
    to: string,
    signal: AbortSignal,
  ) => Promise<Delivery>;
  readonly clock: Clock;
}

/** What a schedule does, and would have done. */
export class ScheduleService {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** The next times of a schedule, with the period that each is about. */
  next(tenant: string, schedule: ScheduleInput, count: number): PlannedRun[] {
    const { clock, calendarsOf, reportOf } = this.#dependencies;
    const report = reportOf(tenant, schedule.report);
    const next: PlannedRun[] = [];
    if (report === undefined) return next;
    for (const { at } of plannedTimes(schedule, calendarsOf(tenant), clock())) {
      if (next.length === count) break;
      next.push(plannedRun(at, schedule.timezone, report));
    }
    return next;
  }

  /** What a schedule that need not be saved would do. @throws QueryError for one that is not valid */
  preview(tenant: string, schedule: ScheduleInput, count: number): SchedulePreview {
    const { check, isAllowed, isExternal } = this.#dependencies;
    // An address that may not have the report is shown, so that all of them are seen at once.
    const permitted = schedule.recipients.filter(({ email }) => isAllowed(email));
    check(tenant, { ...schedule, recipients: permitted });
    const addresses = schedule.recipients.map(({ email }) => email);
    return {
      next: this.next(tenant, schedule, count),
      recipients: {
        total: addresses.length,
        external: addresses.filter(isExternal),
        refused: addresses.filter((address) => !isAllowed(address)),
      },
      warnings: this.#warnings(tenant, schedule),
    };
  }

  /**
   * How often the condition of a schedule would have sent.
   * @param days that are looked back on; of many planned times the latest are judged
   */
  async history(tenant: string, schedule: ScheduleInput, days: number, signal: AbortSignal): Promise<ScheduleHistory> {
    const { clock, conditions, reportOf } = this.#dependencies;
    const report = reportOf(tenant, schedule.report);
    const runs: ScheduleHistory['runs'] = [];
    if (report === undefined) return { days, planned: 0, would_send: 0, runs };
    const now = clock();
    for (const at of this.#past(tenant, schedule, now - days * DAY_MS, now)) {
      signal.throwIfAborted();
      const period = periodOf(report.range, at, report.timezone);
      const judged = { tenant, report, period };
      const { condition } = schedule;
      const verdict =
        condition === undefined
          ? { holds: true, value: null }
          : await judgeCondition(condition, judged, conditions, signal);
      runs.push({
        planned_at: isoOf(at),
        period: { from: isoOf(period.from), to: isoOf(period.to) },
        value: verdict.value,
        would_send: verdict.holds,
      });
    }
    return { days, planned: runs.length, would_send: runs.filter((run) => run.would_send).length, runs };
  }

  /**
   * Sends what a schedule sends to one address: about the period of its last planned time, without looking at its condition.
   * @returns what the mail server answered
   * @throws QueryError when the address may not have it, or the report cannot be made
   */
  async test(tenant: string, schedule: Schedule, to: string, signal: AbortSignal): Promise<Delivery> {
    const { clock, reportOf, sendTest, checkRecipients } = this.#dependencies;
    const report = reportOf(tenant, schedule.report);
    if (report === undefined)
      throw new QueryError('unknown_report', `there is no report "${schedule.report}" any more`);
    const known = schedule.recipients.find(({ email }) => email.toLowerCase() === to.toLowerCase());
    checkRecipients(tenant, [{ email: to }], report);
    const now = clock();
    const plannedAt = this.#past(tenant, schedule, now - TEST_DAYS * DAY_MS, now).at(-1) ?? now;
    const variant = known === undefined ? report : reportFor(report, known);
    return sendTest({ tenant, report: variant, schedule, plannedAt }, to, signal);
  }

  /** Planned times of the past, whether the schedule was there then or not. */
  #past(
    tenant: string,
    { starts_at: _, ends_at: _e, ...schedule }: ScheduleInput,
    from: Millis,
    now: Millis,
  ): Millis[] {
    const range = { after: from, until: now, max: MAX_JUDGED };
    return latestTimes(schedule, this.#dependencies.calendarsOf(tenant), range);
  }

  #warnings(tenant: string, schedule: ScheduleInput): string[] {
    const { reportOf, mailObstacle } = this.#dependencies;
    const report = reportOf(tenant, schedule.report);
    return [...(report === undefined ? [] : warningsOfReport(schedule, report)), ...warningsOf(schedule, mailObstacle)];
  }
}

function* warningsOfReport({ timezone }: ScheduleInput, report: Report): Generator<string> {
  if (typeof report.range !== 'string') yield 'The report covers a fixed range: every run is about the same days.';
  if (report.timezone !== timezone)
    yield `The schedule runs by the clock of ${timezone}, the report counts days of ${report.timezone}.`;
}

function* warningsOf(schedule: ScheduleInput, mailObstacle: string | undefined): Generator<string> {
  const { recipients, targets = [], missed } = schedule;
  const { graceMs, waitMs = 0 } = patienceOf(schedule);
  if (recipients.length > 0 && mailObstacle !== undefined) yield `No mail can be sent: ${mailObstacle}.`;
  if (recipients.length === 0 && targets.length === 0) yield 'Nobody gets the report; its files are in the history.';
  if (missed === 'all' && waitMs > graceMs) yield 'Runs wait for their data longer than the grace time.';
}

function plannedRun(at: Millis, timezone: string, report: Report): PlannedRun {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const { from, to } = periodOf(report.range, at, report.timezone);
  return {
    planned_at: isoOf(at),
    local: local.toPlainDateTime().toString({ smallestUnit: 'second' }),
    utc_offset: local.offset,
    period: { from: isoOf(from), to: isoOf(to) },
  };
}
