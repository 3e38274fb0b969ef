import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { percentile } from '../load-client.js';
import { poissonInterval } from './poisson-interval.js';
import { QUIET_MONTHS } from './quiet-weeks.js';
import type { Measured, Volume } from './measure-volume.js';

/** Firms of about 240, 400 and 1,000 inbound calls in a busy hour; how often each measurement is repeated. */
const VOLUMES: readonly Volume[] = [
  { callsPerDay: 1_700, seeds: { quiet: 1, counted: 1, slow: 1, drift: 2, holidays: 1, doublings: 0 } },
  { callsPerDay: 2_850, seeds: { quiet: 1, counted: 1, slow: 1, drift: 0, holidays: 0, doublings: 2 } },
  { callsPerDay: 7_100, seeds: { quiet: 1, counted: 1, slow: 1, drift: 0, holidays: 0, doublings: 0 } },
];

const measure = (volume: Volume): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'measure-volume.js'), { workerData: volume });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`;
const within = (delays: readonly number[], minutes: number): string =>
  percent(delays.filter((delay) => delay <= minutes).length / delays.length);

function medianOf(delays: readonly number[]): string {
  const median = percentile(
    delays.toSorted((a, b) => a - b),
    0.5,
  );
  return Number.isFinite(median) ? String(Math.round(median)) : 'not found';
}

const delayRow = (title: string, calls: string, delays: readonly number[]): string =>
  `| ${title} | ${calls} | ${delays.length} | ${within(delays, 15)} | ${within(delays, 20)} | ${within(delays, 30)} | ${percent(delays.filter(Number.isFinite).length / delays.length)} | ${medianOf(delays)} |`;

const perMonth = (count: number, months: number): string => {
  const { low, high } = poissonInterval(count);
  return `${(count / months).toFixed(2)} (${(low / months).toFixed(2)}–${(high / months).toFixed(2)})`;
};

function kindsOf(quiet: Measured['quiet']): string {
  const kinds = new Map<string, number>();
  for (const { byKind } of quiet) for (const [kind, count] of byKind) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  const found = [...kinds].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  return found.length === 0 ? 'none' : found.map(([kind, count]) => `${kind} ${count}`).join(', ');
}

function quietRow(calls: string, quiet: Measured['quiet']): string {
  const months = quiet.length * QUIET_MONTHS;
  const total = sum(quiet.map((one) => one.total));
  const after = sum(quiet.map((one) => one.afterClockChange));
  return `| ${calls} | ${months.toFixed(0)} | ${total} | ${perMonth(total, months)} | ${kindsOf(quiet)} | ${after} |`;
}

type CountedKind = 'doubling' | 'silence' | 'manyErrors' | 'manyErrorsByAgent' | 'moreErrors';

function delayRows(calls: string, { counted, slow }: Measured): string[] {
  const [usual, many, more] = [0, 1, 2].map((at) => percent(mean(counted.map(({ errors }) => errors[at] ?? NaN)), 1));
  const all = (key: CountedKind): number[] => counted.flatMap((one) => one[key]);
  return [
    delayRow('twice as many calls', calls, all('doubling')),
    delayRow('silence', calls, all('silence')),
    ...slow.flatMap((one) => [
      delayRow(`p95 of turns +${percent(one.rise)}, all`, calls, one.all),
      delayRow(`p95 of turns +${percent(one.rise)}, first agent found`, calls, one.byAgent),
    ]),
    delayRow(`errors ${usual} → ${many}, all`, calls, all('manyErrors')),
    delayRow(`errors ${usual} → ${many}, first agent found`, calls, all('manyErrorsByAgent')),
    delayRow(`errors ${usual} → ${more}, all`, calls, all('moreErrors')),
  ];
}

function daysRow(calls: string, { drift, holidays }: Measured): string {
  const found = drift.filter(Number.isFinite);
  const alarms = (kind: 'listed' | 'unlisted'): string => {
    const all = holidays.map((one) => one[kind]);
    return `${sum(all.map((one) => one.onTheDay))} / ${sum(all.map((one) => one.inTheWeekAfter))}`;
  };
  const count = sum(holidays.map(({ listed }) => listed.holidays));
  return `| ${calls} | ${found.length} of ${drift.length} | ${Math.min(...drift)}–${Math.max(...found)} | ${count} | ${alarms('listed')} | ${alarms('unlisted')} |`;
}

const variantRow = ({ varies, title, delays, alarms, months }: Measured['doublings'][number]): string =>
  `| ${title} | ${varies ? 'restless' : 'steady'} | ${within(delays, 15)} | ${within(delays, 20)} | ${within(delays, 30)} | ${medianOf(delays)} | ${alarms} | ${perMonth(alarms, months)} |`;

/** False alarms and delays of thresholds on the product's simulator. @returns lines of Markdown */
export const benchAlerts = async (): Promise<string[]> => alertsSection(await Promise.all(VOLUMES.map(measure)));

/** Tables of what was measured of each volume. */
function alertsSection(measured: readonly Measured[]): string[] {
  const rows = measured.map((one) => ({ one, calls: mean(one.counted.map(({ perHour }) => perHour)).toFixed(0) }));
  return [
    '## Alerts',
    '',
    "Thresholds on the product's simulator (`callsight simulate --variation --quiet`, with lines in plenty), judged by the code of the service, day by day: six weeks of history,",
    'then 26 weeks. Days vary by 7 %, hours by 5 %, calls grow by 1.5 % a week. Calls an hour are inbound, in the hour before an incident.',
    '',
    'Half-years in which nothing happens, twenty watchers (the thresholds of a new installation, six agents each by itself, and transfers); critical states, a month, with 95 %',
    'intervals. The clock goes forward in them; the last column counts the two weeks from then on.',
    '',
    '| calls/h | months | alarms | a month, all twenty | of what | after the clock |',
    '|---|---|---|---|---|---|',
    ...rows.flatMap(({ one, calls }) => (one.quiet.length === 0 ? [] : [quietRow(calls, one.quiet)])),
    '',
    'One incident of a kind a week, of an hour (the fewer errors: of four hours), always at another time; latency twice a week for a quarter of a year: how many were found, and the median of all, minutes.',
    '',
    '| incident | calls/h | incidents | within 15 min | 20 | 30 | while it lasted | median |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.flatMap(({ one, calls }) => delayRows(calls, one)),
    '',
    'Growth by 3.3 % a day, on top of that by 1.5 % a week: whether it was found within three weeks, and after how many days.',
    'Holidays on working days: alarms of fewer calls and silence on the day / in the week after.',
    '',
    '| calls/h | drifts found | after days | holidays | listed | not listed |',
    '|---|---|---|---|---|---|',
    ...rows.flatMap(({ one, calls }) => (one.drift.length === 0 ? [] : [daysRow(calls, one)])),
    '',
    'What decides how soon a doubling is found at the volume in the middle, and what it costs in false alarms of that threshold alone. A steady firm has Poisson calls around the rhythm of the week.',
    '',
    '| method | firm | within 15 min | 20 | 30 | median | false alarms | a month |',
    '|---|---|---|---|---|---|---|---|',
    ...measured.flatMap(({ doublings }) => doublings.map(variantRow)),
    '',
  ];
}
