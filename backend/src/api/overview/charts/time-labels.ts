import { localTime } from '../words/local-time.js';

interface Label {
  readonly x: number;
  readonly text: string;
  readonly isWideOnly: boolean;
}

/**
 * Times below a chart, at most so many on a wide screen and about half of them on a narrow one.
 * @param xOf percent from the left of a bucket's label
 */
export function timeLabels(
  times: readonly number[],
  interval: '1h' | '1d',
  timezone: string,
  xOf: (index: number) => number,
): Label[] {
  const every = Math.max(1, Math.ceil(times.length / 12));
  return times.flatMap((time, index): Label[] => {
    if (index % every !== 0) return [];
    const text = localTime(time, interval === '1h' ? 'hour' : times.length > 8 ? 'day' : 'weekday-day', timezone);
    return [{ x: xOf(index), text, isWideOnly: (index / every) % (times.length > 8 ? 3 : 2) !== 0 }];
  });
}
