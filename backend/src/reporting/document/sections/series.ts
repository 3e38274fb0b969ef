import type { SectionOf } from '@callsight/contract/reports/section';
import type { Line, Outlier } from '../document.js';
import { oddDays } from '../findings/days.js';
import type { FrameTable, MetricColumn } from '../frame-table.js';
import { bucketLabels, seriesInterval } from '../intervals.js';
import {
  figureOf,
  filtersOf,
  metricQuery,
  sumsOf,
  type Context,
  type Given,
  type Plan,
  type SectionMaker,
} from '../section-maker.js';

type Section = SectionOf<'series'>;

/** More lines than this are not told apart. */
const GROUPS = 5;

const MAX_OUTLIERS = 2;

/** An hour has too few calls for remarks, and only a single line has room for them. */
const hasUsual = ({ metrics, groupBy, interval }: Section, plan: Plan): boolean =>
  metrics.length === 1 && groupBy === undefined && seriesInterval(interval, plan.period) === '1d';

/** The days that lie furthest from what is usual, as findings have them. */
const outliersOf = (column: MetricColumn, times: readonly number[], { format }: Context): Outlier[] =>
  oddDays(column)
    .toSorted((one, other) => Math.abs(other.anomaly) - Math.abs(one.anomaly))
    .slice(0, MAX_OUTLIERS)
    .map(({ index, value }) => ({
      line: 0,
      index,
      text: `${format.date(times[index] ?? 0, 'day')}: ${format.value(value, column.unit)}`,
    }));

/** Rows of a group, in the order of time; the frame is long. */
function groupsOf(frame: FrameTable, dimension: string): Map<string, { value: unknown; rows: number[] }> {
  const groups = new Map<string, { value: unknown; rows: number[] }>();
  for (const [row, value] of frame.column(dimension).entries()) {
    const key = JSON.stringify(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { value, rows: [row] });
    else group.rows.push(row);
  }
  return groups;
}

const pick = <T>(values: readonly T[] | undefined, rows: readonly number[]): T[] | undefined =>
  values === undefined ? undefined : rows.map((row) => values[row] as T);

function plainLines({ metrics }: Section, frame: FrameTable, given: Given, context: Context): Line[] {
  return metrics.flatMap((id) =>
    frame.metric(id).map((column): Line => {
      const total = given.totals
        .metric(id)
        .find(({ currency, unit }) => currency === column.currency && unit === column.unit);
      return {
        title: context.lexicon.metricTitle(id, column.currency),
        metric: id,
        unit: column.unit,
        values: column.values,
        previous: column.previous,
        total: figureOf(total?.values[0] ?? null, column.unit, context.format),
      };
    }),
  );
}

function groupLines({ metrics, groupBy = [] }: Section, frame: FrameTable, { lexicon }: Context): Line[] {
  const [dimension = ''] = groupBy;
  return [...groupsOf(frame, dimension).values()].flatMap(({ value, rows }) =>
    metrics.flatMap((id) =>
      frame.metric(id).map((column): Line => {
        const name = lexicon.value(dimension, value as string);
        return {
          title:
            metrics.length === 1 && column.currency === undefined
              ? name
              : `${name}, ${lexicon.metricTitle(id, column.currency)}`,
          metric: id,
          unit: column.unit,
          values: pick(column.values, rows) ?? [],
          previous: undefined,
          total: undefined,
        };
      }),
    ),
  );
}

/** The first metric names a series that has no title; what belongs to it is a part of the subtitle. */
function titlesOf({ title, metrics, groupBy, interval }: Section, { words, lexicon, period }: Context) {
  const [first = ''] = metrics;
  const per = words.perInterval(seriesInterval(interval, period));
  const by = groupBy?.[0];
  return {
    title: title ?? lexicon.metricTitle(first),
    subtitle: by === undefined ? per : `${per}, ${words.by(lexicon.dimension(by))}`,
  };
}

export const seriesSection: SectionMaker<'series'> = {
  want: (section, plan) => {
    const { metrics, groupBy, filters, limit = GROUPS } = section;
    const interval = seriesInterval(section.interval, plan.period);
    const [first = ''] = metrics;
    const groups = groupBy === undefined ? {} : { groupBy, limit, orderBy: { metric: first, dir: 'desc' } };
    const baseline = hasUsual(section, plan) ? { baseline: true } : {};
    return {
      totals: { metrics, filters: filtersOf(plan, filters) },
      queries: { series: metricQuery(plan, filters, { metrics, interval, ...groups, ...baseline }) },
    };
  },
  make: (section, given, context) => {
    const [frame] = given.frames['series'] ?? [];
    if (frame === undefined) throw new Error('a series has one frame');
    const isGrouped = section.groupBy !== undefined;
    const all = frame.column('time').map(Number);
    const times = [...new Set(all)];
    const lines = isGrouped ? groupLines(section, frame, context) : plainLines(section, frame, given, context);
    const outliers = isGrouped
      ? []
      : section.metrics.flatMap((id) => frame.metric(id).flatMap((column) => outliersOf(column, times, context)));
    const unit = lines[0]?.unit ?? 'short';
    return {
      ...titlesOf(section, context),
      content: {
        type: 'series',
        chart: section.chart,
        times,
        labels: bucketLabels(times, seriesInterval(section.interval, context.period), context.format),
        lines,
        goal: section.goal === undefined ? undefined : figureOf(section.goal, unit, context.format),
        outliers,
      },
      isEmpty: lines.every(({ values }) => values.every((value) => value === null || value === 0)),
      tables: [frame.data(context.lexicon)],
      metrics: section.metrics,
      sums: isGrouped ? [] : sumsOf(lines, section.filters, context),
    };
  },
};
