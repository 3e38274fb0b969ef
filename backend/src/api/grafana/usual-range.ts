import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import { BASELINE_COLUMNS, type BaselineColumn } from '../../analytics/query/answer-baseline.js';
import { isWholeBucket } from '../../analytics/query/buckets.js';
import { bucketIndex, parseInterval } from '../../lib/time/bucket.js';
import { toMicros, type Millis } from '../../lib/time/units.js';

/** A column that says what is usual of a metric. */
export interface UsualColumn {
  readonly metric: string;
  readonly column: BaselineColumn;
}

/** The columns of an answer that a baseline has added, by name. */
export type UsualColumns = ReadonlyMap<string, UsualColumn>;

export const NOTHING_USUAL: UsualColumns = new Map();

export const usualColumns = ({ baseline, metrics = [] }: Partial<StoredQuery>): UsualColumns =>
  baseline === true
    ? new Map(
        metrics.flatMap((metric) =>
          BASELINE_COLUMNS.map((column): [string, UsualColumn] => [`${metric}_${column}`, { metric, column }]),
        ),
      )
    : NOTHING_USUAL;

/** What follows the name of a series; the upper end stands for the whole range in a legend. */
export const USUAL_SUFFIXES: Readonly<Record<BaselineColumn, string>> = {
  baseline: ' (usual)',
  low: ' (usual, low)',
  high: ' (usual range)',
  anomaly: ' (anomaly)',
};

const hidden = (viz: boolean, legend: boolean, tooltip: boolean) => ({ hideFrom: { viz, legend, tooltip } });

/** A panel that stacks its series, or draws them as bars, draws these as lines beside them. */
const BESIDE = {
  drawStyle: 'line',
  fillOpacity: 0,
  gradientMode: 'none',
  lineWidth: 0,
  showPoints: 'never',
  stacking: { mode: 'none', group: 'A' },
} as const;

/** Calm in the dark theme and in the light one, and not the colour of the range before. */
const GREY = '#8e8e8e';

const LOOKS: Readonly<Record<BaselineColumn, object>> = {
  baseline: { ...BESIDE, lineStyle: { fill: 'dash', dash: [3, 3] }, lineWidth: 1 },
  low: { ...BESIDE, ...hidden(false, true, true) },
  high: { ...BESIDE, fillOpacity: 22, ...hidden(false, false, true) },
  // It has another scale than the metric; whoever wants to see it overrides this.
  anomaly: { ...BESIDE, axisPlacement: 'hidden', ...hidden(true, true, true) },
};

/**
 * How a time series panel draws a column of what is usual: a thin broken line, and a shaded band between both ends.
 * @param lowName display name of the lower end of the same series
 */
export const usualLook = (column: BaselineColumn, lowName: string): Pick<FrameField, 'config'>['config'] => ({
  color: { mode: 'fixed', fixedColor: GREY },
  custom: { ...LOOKS[column], ...(column === 'high' ? { fillBelowTo: lowName } : {}) },
});

interface Bounds {
  readonly from?: number;
  readonly to?: number;
  readonly timezone?: string;
  readonly interval?: string;
}

/**
 * A frame over time that says nothing is usual where a bucket is cut off, or still runs: in a chart its value would seem to
 * leave the band.
 */
export function onlyWholeBuckets(frame: Frame, usual: UsualColumns, now: Millis): Frame {
  const { fields, meta } = frame.schema;
  const { from = 0, to = 0, timezone = 'UTC', interval = '' } = (meta['custom'] ?? {}) as Bounds;
  const bucket = parseInterval(interval);
  const times = frame.data.values[fields.findIndex(({ type }) => type === 'time')] ?? [];
  if (usual.size === 0 || bucket === undefined) return frame;
  const past = { from: from * 1_000, to: Math.min(to, now) * 1_000 };
  const isWhole = new Map<FrameValue, boolean>();
  for (const time of new Set(times))
    isWhole.set(time, isWholeBucket(bucketIndex(toMicros(Number(time)), bucket, timezone), bucket, past, timezone));
  const values = frame.data.values.map((column, index) =>
    usual.has(fields[index]?.name ?? '')
      ? column.map((value, row) => (isWhole.get(times[row] ?? null) === true ? value : null))
      : column,
  );
  return { ...frame, data: { values } };
}
