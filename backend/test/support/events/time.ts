/** Day of the tests' stories, a Monday. */
const DAY = '2026-05-04';

/** Writes out the short forms of a time: `10:00`, `10:00:00.5`, and `05T10:00` for another day of May 2026. */
function written(text: string): string {
  const full = /^\d{4}-/.test(text) ? text : text.includes('T') ? `2026-05-${text}` : `${DAY}T${text}`;
  const seconds = full.slice(17, 19) === '' ? `${full}:00` : full;
  return seconds.endsWith('Z') ? seconds : `${seconds}Z`;
}

/** Epoch microseconds of a time in UTC, to six digits of fraction; short forms as above. */
export function micros(text: string): number {
  const time = written(text);
  const fraction = /\.(\d{1,6})Z$/.exec(time)?.[1] ?? '';
  return Date.parse(`${time.slice(0, 19)}Z`) * 1_000 + Number(fraction.padEnd(6, '0'));
}

/** RFC 3339 time in UTC, always with six digits of fraction. */
export function rfc3339(at: number): string {
  const fraction = ((at % 1_000_000) + 1_000_000) % 1_000_000;
  const seconds = new Date((at - fraction) / 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Microseconds of elapsed time of a span such as `30m`. */
export function spanOf(text: string): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new Error(`no span: ${text}`);
  return Number(count) * (UNITS[unit] ?? Number.NaN) * 1_000_000;
}

/** Epoch microseconds of an event that a maker of this folder wrote. */
export const microsOfEvent = ({ time }: { readonly time: string }): number => micros(time);
