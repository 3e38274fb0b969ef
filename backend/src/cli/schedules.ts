import type { PlannedRun, Schedule } from '@callsight/contract/reports/schedule';
import type { Command } from 'commander';
import { askService } from './api-client.js';
import type { CommandIo } from './command-io.js';
import { mapAtOnce } from './map-at-once.js';
import { writtenOf } from './definition-kinds.js';
import { wholeNumberFrom } from './option-values.js';
import { apiSettings, serviceOptions, type ApiSettings, type ServiceOptions } from './service-options.js';
import { JSON_OPTION, writeList, type Column, type ListOptions } from './table.js';

/** A schedule, and when it runs next; nothing of one that is paused or has ended. */
type ListedSchedule = Schedule & { readonly next: PlannedRun | null };

/** The time in the zone of the schedule, with its offset: 2026-11-30T08:00:00+01:00. */
const localTime = ({ local, utc_offset: offset }: PlannedRun): string => local + offset;

/** The same to the minute, which is as fine as a cron expression is. */
const shortTime = (time: string): string => time.replace(/:\d{2}(\.\d+)?(?=Z|[+-]\d{2}:\d{2}$)/, '');

const SCHEDULES: readonly Column<ListedSchedule>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'report', value: ({ report }) => report },
  { title: 'cron', value: ({ cron }) => cron },
  { title: 'zone', value: ({ timezone }) => timezone, isExtra: true },
  { title: 'state', value: ({ paused }) => (paused === true ? 'paused' : 'active') },
  {
    title: 'next',
    value: ({ next }) => (next === null ? '' : localTime(next)),
    shown: ({ next }) => (next === null ? '-' : shortTime(localTime(next))),
  },
];

const NEXT: readonly Column<PlannedRun>[] = [
  { title: 'planned', value: localTime, shown: (run) => shortTime(localTime(run)) },
  { title: 'period from', value: ({ period }) => period.from, shown: ({ period }) => shortTime(period.from) },
  { title: 'to', value: ({ period }) => period.to, shown: ({ period }) => shortTime(period.to) },
  { title: 'utc', value: ({ planned_at: at }) => at, shown: ({ planned_at: at }) => shortTime(at), isExtra: true },
];

const pathOf = (id: string, rest = ''): string => `/v1/schedules/${encodeURIComponent(id)}${rest}`;

async function nextOf(api: ApiSettings, id: string, count: number): Promise<PlannedRun[]> {
  const { next } = (await askService(api, 'GET', pathOf(id, `/next?count=${count}`))) as { next: PlannedRun[] };
  return next;
}

/** Pauses or resumes a schedule by its next version; one that is so already is left alone. */
async function setPaused(id: string, isPaused: boolean, options: ServiceOptions, io: CommandIo): Promise<void> {
  const api = apiSettings(options, io);
  const schedule = (await askService(api, 'GET', pathOf(id))) as Schedule;
  const word = isPaused ? 'paused' : 'active';
  if ((schedule.paused ?? false) === isPaused) {
    io.stdout.write(`${schedule.id} is ${word} already\n`);
    return;
  }
  // A schedule without the field is active, so that a file of it in git says nothing of pauses.
  const { paused: _, ...others } = writtenOf(schedule);
  const changed = { ...others, ...(isPaused ? { paused: true } : {}) };
  const { version } = (await askService(api, 'PUT', pathOf(id), changed)) as Schedule;
  io.stdout.write(`${schedule.id} is ${word} (version ${version})\n`);
}

/** `callsight schedules`: which report goes out when; pausing and resuming. */
export function addSchedules(program: Command, io: CommandIo): void {
  const schedules = program.command('schedules').description('look at schedules of reports, pause and resume them');
  serviceOptions(schedules.command('list'))
    .description('list the schedules with their next time, in the zone of each')
    .option(...JSON_OPTION)
    .action(async (options: ServiceOptions & ListOptions) => {
      const api = apiSettings(options, io);
      const answer = (await askService(api, 'GET', '/v1/schedules')) as { schedules: Schedule[] };
      const rows = await mapAtOnce(answer.schedules, async (schedule): Promise<ListedSchedule> => {
        const [next] = schedule.paused === true ? [] : await nextOf(api, schedule.id, 1);
        return { ...schedule, next: next ?? null };
      });
      writeList(io, rows, SCHEDULES, {
        json: options.json,
        empty: 'there is no schedule; POST /v1/schedules makes one',
      });
    });
  serviceOptions(schedules.command('next <id>'))
    .description('list the next times of a schedule, and the period that each is about')
    .option('--count <n>', 'how many, up to 100', wholeNumberFrom(1, 100), 10)
    .option(...JSON_OPTION)
    .addHelpText('after', '\nTimes of a schedule that is paused are those that it would have.')
    .action(async (id: string, options: ServiceOptions & ListOptions & { count: number }) => {
      const rows = await nextOf(apiSettings(options, io), id, options.count);
      writeList(io, rows, NEXT, { json: options.json, empty: 'it does not run again' });
    });
  for (const [name, isPaused, text] of [
    ['pause', true, 'plan no more runs of a schedule until it is resumed'],
    ['resume', false, 'plan runs of a schedule again that was paused'],
  ] as const)
    serviceOptions(schedules.command(`${name} <id>`))
      .description(text)
      .addHelpText('after', '\nThe API key needs the scopes "query" and "reports".')
      .action((id: string, options: ServiceOptions) => setPaused(id, isPaused, options, io));
}
