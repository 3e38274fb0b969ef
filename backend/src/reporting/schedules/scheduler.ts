import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule } from '@callsight/contract/reports/schedule';
import type { Logger } from 'pino';
import type { DefinitionSet } from '../../definitions/definition-set.js';
import { latestTimes, plannedTimes } from '../../definitions/planned-times.js';
import { Mutex } from '../../lib/scheduling/mutex.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import type { ReportRuns } from '../runs/report-runs.js';
import { orderOf } from '../runs/run-order.js';
import type { CursorStore } from './cursor-store.js';
import { dueRuns } from './due-runs.js';

/** Planned times of one schedule that are looked at together; of more, after a long time without the service, the latest. */
const MAX_TIMES = 1_000;

interface Dependencies {
  readonly schedules: DefinitionSet<Schedule>;
  readonly reports: Pick<DefinitionSet<Report>, 'get'>;
  readonly calendarsOf: (tenant: string) => readonly Calendar[];
  readonly runs: Pick<ReportRuns, 'createPlanned' | 'roomFor'>;
  readonly cursors: CursorStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What is known of a schedule between two rounds. */
interface Known {
  readonly version: number;
  /** Of the calendar that it names. */
  readonly calendarVersion: number;
  /** Planned times up to here are done. */
  cursor: Millis;
  /** The first one after it; undefined where none comes. */
  next: Millis | undefined;
}

const keyOf = (tenant: string, id: string): string => `${tenant}\u0000${id}`;

/** Turns planned times of schedules into runs, each once. */
export class Scheduler {
  readonly #dependencies: Dependencies;
  readonly #startedAt: Millis;
  readonly #mutex = new Mutex();
  readonly #known = new Map<string, Known>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#startedAt = dependencies.clock();
  }

  /** Begins the runs whose time has come. One round at a time, so that no time is taken twice. */
  round(): Promise<void> {
    return this.#mutex.run(() => this.#round());
  }

  async #round(): Promise<void> {
    const { schedules, log } = this.#dependencies;
    const all = schedules.all();
    for (const { tenant, definition } of all)
      try {
        await this.#look(tenant, definition);
      } catch (error) {
        // One that cannot be planned, such as after its zone has left the tables, keeps no other from running.
        log.error({ err: error, tenant, schedule: definition.id }, 'a schedule could not be looked at');
      }
    const keys = new Set(all.map(({ tenant, definition }) => keyOf(tenant, definition.id)));
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
  }

  async #look(tenant: string, schedule: Schedule): Promise<void> {
    const { clock, reports, log } = this.#dependencies;
    const now = clock();
    const known = await this.#knownOf(tenant, schedule, now);
    // Whoever ends a pause writes a new version, before which no time counts.
    if (schedule.paused === true || known.next === undefined || known.next > now) return;
    const report = reports.get(tenant, schedule.report);
    if (report !== undefined) return this.#begin(tenant, schedule, report, known, now);
    log.error({ tenant, schedule: schedule.id, report: schedule.report }, 'a schedule names a report that is gone');
    await this.#move(tenant, schedule, known, now);
  }

  /** Begins the runs of the times that have come, as far as there is room. */
  async #begin(tenant: string, schedule: Schedule, report: Report, known: Known, now: Millis): Promise<void> {
    const { runs } = this.#dependencies;
    const range = { after: known.cursor, until: now, max: MAX_TIMES };
    const times = latestTimes(schedule, this.#dependencies.calendarsOf(tenant), range);
    let cursor = times.at(-1) ?? now;
    const actor = schedule.updated_by ?? schedule.id;
    const order = { tenant, report, formats: schedule.formats, actor, order: orderOf(schedule), schedule: schedule.id };
    let done = known.cursor;
    for (const { plannedAt, skipped } of dueRuns(schedule, times, { startedAt: this.#startedAt, now })) {
      if (skipped === undefined && runs.roomFor(tenant) === 0) {
        // The rest stays due, and nothing of it is lost.
        cursor = done;
        break;
      }
      await runs.createPlanned({ ...order, plannedAt }, skipped);
      done = plannedAt;
    }
    if (cursor !== known.cursor) await this.#move(tenant, schedule, known, cursor);
  }

  async #move(tenant: string, schedule: Schedule, known: Known, to: Millis): Promise<void> {
    await this.#dependencies.cursors.put(tenant, schedule.id, to);
    known.cursor = to;
    known.next = this.#firstAfter(tenant, schedule, to);
  }

  async #knownOf(tenant: string, schedule: Schedule, now: Millis): Promise<Known> {
    const key = keyOf(tenant, schedule.id);
    const calendarVersion =
      this.#dependencies.calendarsOf(tenant).find(({ id }) => id === schedule.calendar)?.version ?? 0;
    const known = this.#known.get(key);
    if (known?.version === schedule.version && known.calendarVersion === calendarVersion) return known;
    const stored = await this.#dependencies.cursors.get(tenant, schedule.id);
    // What was planned before a schedule was written in this form is none of its times. One that is new here and older than this
    // start came from another instance, which has run it until then.
    const cursor = Math.max(stored ?? this.#startedAt, Math.min(Date.parse(schedule.updated_at), now));
    const next: Known = {
      version: schedule.version,
      calendarVersion,
      cursor,
      next: this.#firstAfter(tenant, schedule, cursor),
    };
    if (stored === undefined) await this.#dependencies.cursors.put(tenant, schedule.id, cursor);
    this.#known.set(key, next);
    return next;
  }

  #firstAfter(tenant: string, schedule: Schedule, after: Millis): Millis | undefined {
    for (const { at } of plannedTimes(schedule, this.#dependencies.calendarsOf(tenant), after)) return at;
    return undefined;
  }
}
