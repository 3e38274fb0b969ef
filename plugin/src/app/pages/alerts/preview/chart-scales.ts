import { dateTimeForTimeZone, getTimeZone } from '@grafana/data';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { PreviewPoint } from '../model/preview-model';

export interface ChartScales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  /** Begins of days in the time zone of the user, as many as there is room for. */
  readonly days: readonly number[];
}

export interface ChartArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room that the name of a day takes, in pixels. */
const DAY_WIDTH = 56;

function daysWithin(from: number, to: number, width: number): number[] {
  const days: number[] = [];
  const day = dateTimeForTimeZone(getTimeZone(), from).startOf('day');
  // Bounded, whatever the range.
  for (let count = 0; count < 40 && day.valueOf() <= to; count += 1) {
    if (day.valueOf() >= from) days.push(day.valueOf());
    day.add(1, 'day');
  }
  const every = Math.max(1, Math.ceil((days.length * DAY_WIDTH) / Math.max(1, width)));
  return days.filter(
    (day, index) => index % every === 0 && (day - from) / (to - from) < 1 - DAY_WIDTH / Math.max(1, width),
  );
}

/** Scales over all points, from zero where nothing is below it. */
export function chartScales(points: readonly PreviewPoint[], { left, right, top, bottom }: ChartArea): ChartScales {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const values = points
    .flatMap(({ value, baseline, high }) => [value, baseline, high])
    .filter((one) => one !== undefined);
  const greatest = values.reduce((most, value) => Math.max(most, value), 0);
  const least = values.reduce((fewest, value) => Math.min(fewest, value), 0);
  return {
    x: scaleLinear().domain([from, to]).range([left, right]),
    y: scaleLinear()
      .domain([least, greatest === least ? least + 1 : greatest])
      .nice(4)
      .range([bottom, top]),
    days: daysWithin(from, to, right - left),
  };
}
