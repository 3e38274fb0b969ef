import type { InfluxConnection } from '../../storage/influx/influx-connection.js';

/** A stretch of the record: epoch microseconds, half-open, and how many points lie in it. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** Points that are counted by a field that each of them has. */
export interface Counted {
  readonly measurement: string;
  readonly field: string;
}

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

/** Points that are read in one go: a few dozen megabytes of text. */
const MAX_POINTS = 100_000;

const nanoseconds = (micros: number): string => `${micros}000`;

/** InfluxQL condition for a stretch of time. */
export const within = ({ from, to }: Pick<Window, 'from' | 'to'>): string =>
  `time >= ${nanoseconds(from)} AND time < ${nanoseconds(to)}`;

async function edge(
  influx: InfluxConnection,
  { measurement, field }: Counted,
  which: 'first' | 'last',
): Promise<number | undefined> {
  const [series] = await influx.ask(`SELECT ${which}("${field}") FROM "${measurement}"`);
  const time = series?.values[0]?.[0];
  return time === undefined ? undefined : Number(time);
}

async function counts(
  influx: InfluxConnection,
  { measurement, field }: Counted,
  range: Pick<Window, 'from' | 'to'>,
  width: 'h' | 'd',
): Promise<{ from: number; points: number }[]> {
  const [series] = await influx.ask(
    `SELECT count("${field}") FROM "${measurement}" WHERE ${within(range)} GROUP BY time(1${width}) fill(none)`,
  );
  return (series?.values ?? []).map(([time, points]) => ({ from: Number(time), points: Number(points) }));
}

/** Neighbouring stretches together, up to so many points. */
function gather(parts: readonly Window[], most: number): Window[] {
  const windows: Window[] = [];
  for (const part of parts) {
    const last = windows.at(-1);
    if (last !== undefined && last.points + part.points <= most)
      windows[windows.length - 1] = { from: last.from, to: part.to, points: last.points + part.points };
    else windows.push(part);
  }
  return windows;
}

/** Cuts what the record holds of a measurement into windows, days into hours where they are full. @param most points in one */
export async function windowsOf(influx: InfluxConnection, counted: Counted, most = MAX_POINTS): Promise<Window[]> {
  const [first, last] = [await edge(influx, counted, 'first'), await edge(influx, counted, 'last')];
  if (first === undefined || last === undefined) return [];
  const parts: Window[] = [];
  const range = { from: first - (first % DAY), to: last + 1 };
  for (const { from, points } of await counts(influx, counted, range, 'd')) {
    if (points === 0) continue;
    const day = { from, to: from + DAY };
    if (points <= most) {
      parts.push({ ...day, points });
      continue;
    }
    for (const hour of await counts(influx, counted, day, 'h')) {
      if (hour.points > 0) parts.push({ from: hour.from, to: hour.from + HOUR, points: hour.points });
    }
  }
  return gather(parts, most);
}

/** How many points lie in a window now. */
export async function countIn(
  influx: InfluxConnection,
  { measurement, field }: Counted,
  window: Pick<Window, 'from' | 'to'>,
): Promise<number> {
  const [series] = await influx.ask(`SELECT count("${field}") FROM "${measurement}" WHERE ${within(window)}`);
  return Number(series?.values[0]?.[1] ?? 0);
}
