import type { AskedBody, Finding } from '../document.js';
import type { FrameTable, MetricColumn } from '../frame-table.js';
import type { Context } from '../section-maker.js';

/** A day is told of when it lies further outside the usual range than half of its width, and far from its middle. */
const BEYOND = 0.5;
const FAR = 6;

/** Days before a record has any weight, and how many weeks are looked back. */
export const RECORD_WEEKS = 13;
const MIN_RECORD_DAYS = 56;

interface Odd {
  readonly column: MetricColumn;
  readonly index: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly anomaly: number;
}

/** Values of a metric by day that lie far outside what is usual. */
export function oddDays(column: MetricColumn): Odd[] {
  const { usual, values } = column;
  if (usual === undefined) return [];
  const { low, high, anomaly } = usual;
  return values.flatMap((value, index): Odd[] => {
    const known = [value, low[index], high[index], anomaly[index]].filter((one) => typeof one === 'number');
    const [at, bottom, top, distance] = known;
    if (at === undefined || bottom === undefined || top === undefined || distance === undefined) return [];
    const beyond = Math.max(at - top, bottom - at, 0);
    const isOdd = beyond > BEYOND * (top - bottom) && Math.abs(distance) >= FAR;
    return isOdd ? [{ column, index, value: at, low: bottom, high: top, anomaly: distance }] : [];
  });
}

const toneOf = ({ good }: MetricColumn, isAbove: boolean): Finding['tone'] =>
  good === 'none' ? 'neutral' : (good === 'up') === isAbove ? 'good' : 'bad';

/** The day of the period that lies furthest from what is usual on its weekday. */
export function outlier(daily: FrameTable, metrics: readonly string[], query: AskedBody, context: Context): Finding[] {
  const { format, lexicon, words } = context;
  const times = daily.column('time').map(Number);
  const odd = metrics.flatMap((id) => daily.metric(id)).flatMap(oddDays);
  const most = odd.toSorted((a, b) => Math.abs(b.anomaly) - Math.abs(a.anomaly))[0];
  if (most === undefined) return [];
  const { column, index, value, low, high } = most;
  const isAbove = value > high;
  const shared = {
    metric: lexicon.metricTitle(column.metric, column.currency),
    value: format.value(value, column.unit),
    low: format.value(low, column.unit),
    high: format.value(high, column.unit),
    isAbove,
  };
  const tone = toneOf(column, isAbove);
  // A report of a single day speaks of no other days.
  if (times.length === 1) return [{ tone, ...words.findings.outside(shared), query }];
  const others = new Set(
    odd.filter((one) => one.column.metric === column.metric && one.index !== index).map((one) => one.index),
  ).size;
  const day = format.date(times[index] ?? 0, 'weekday-day');
  return [{ tone, ...words.findings.anomaly({ ...shared, day, others }), query }];
}

/**
 * The highest day in the weeks before the end of the period, if it lies in the period.
 * @param history one metric by day, so many weeks back
 */
export function record(history: FrameTable, query: AskedBody, context: Context): Finding[] {
  const { format, lexicon, words, period } = context;
  const times = history.column('time').map(Number);
  const metric = history.frame.schema.fields.at(-1)?.name ?? '';
  const [column] = history.metric(metric);
  if (column === undefined) return [];
  const values = column.values.map((value) => value ?? 0);
  const begin = values.findIndex((value) => value > 0);
  const days = begin < 0 ? 0 : values.length - begin;
  const best = values.reduce((top, value, index) => (value > (values[top] ?? 0) ? index : top), 0);
  const value = values[best] ?? 0;
  const isAlone = values.filter((one) => one === value).length === 1;
  if (days < MIN_RECORD_DAYS || !isAlone || (times[best] ?? 0) < period.from) return [];
  const sentence = words.findings.record({
    metric: lexicon.metricTitle(metric, column.currency),
    day: format.date(times[best] ?? 0, 'weekday-day'),
    value: format.value(value, column.unit),
    weeks: Math.floor(days / 7),
    isHighest: true,
  });
  return [{ tone: toneOf(column, true), ...sentence, query }];
}
