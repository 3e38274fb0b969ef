import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import type { QueryContext } from '../planner.js';
import type { Compared, Observed } from './compare-segments.js';
import type { Segments } from './segment.js';

interface Column {
  readonly field: FrameField;
  readonly read: (row: Compared) => FrameValue;
}

const column = (
  name: string,
  type: FrameField['type'],
  displayName: string,
  description: string,
  read: Column['read'],
  unit?: string,
): Column => ({
  field: { name, type, config: { displayName, description, ...(unit === undefined ? {} : { unit }) } },
  read,
});

/** The unit that all have; `none` where they have several, which `meta.custom.metrics` tells apart. */
function commonUnit(observed: readonly Observed[]): string {
  const [unit = 'none', ...others] = new Set(observed.map(({ described }) => described.unit));
  return others.length === 0 ? unit : 'none';
}

function columnsOf(observed: readonly Observed[], { baseline, dimension }: Segments, hasCurrency: boolean): Column[] {
  const unit = commonUnit(observed);
  const type = dimension?.type ?? 'string';
  const title = dimension?.title ?? 'Segment';
  return [
    column('metric', 'string', 'Metric', 'Id of the metric', ({ observed }) => observed.described.id),
    ...(hasCurrency
      ? [column('currency', 'string', 'Currency', 'Of money', ({ observed }) => observed.currency ?? null)]
      : []),
    column('segment', type, title, 'What is compared', ({ segment }) => segment.value),
    column('baseline', type, 'Baseline', 'What it is compared with', () => baseline.value),
    column('value', 'number', 'Value', 'Of the segment', ({ observation }) => observation.value, unit),
    column('baseline_value', 'number', 'Baseline value', 'Of the baseline', (row) => row.observed.baseline.value, unit),
    column('n', 'number', 'Observations', 'Number that the value is of', ({ observation }) => observation.n, 'short'),
    column(
      'baseline_n',
      'number',
      'Baseline observations',
      'Number that the value of the baseline is of',
      ({ observed }) => observed.baseline.n,
      'short',
    ),
    column(
      'difference',
      'number',
      'Difference',
      'Value less that of the baseline',
      ({ comparison }) => comparison?.difference ?? null,
      unit,
    ),
    column(
      'difference_low',
      'number',
      'Difference, low',
      'Lower end of its 95 % interval',
      ({ comparison }) => comparison?.interval.low ?? null,
      unit,
    ),
    column(
      'difference_high',
      'number',
      'Difference, high',
      'Upper end of its 95 % interval',
      ({ comparison }) => comparison?.interval.high ?? null,
      unit,
    ),
    column(
      'p_value',
      'number',
      'p',
      'How probable a difference at least this large is if there is none; not corrected',
      ({ comparison }) => comparison?.p ?? null,
      'none',
    ),
    column(
      'test',
      'string',
      'Test',
      "two_proportion (pooled z) for shares, welch (Welch's t) for means",
      ({ observed }) => observed.test,
    ),
    column(
      'significant',
      'boolean',
      'Significant',
      "p below 0.05 after Holm's correction over the comparisons of the metric",
      ({ isSignificant }) => isSignificant,
    ),
    column('verdict', 'string', 'Verdict', 'What it comes to, in words', ({ verdict }) => verdict),
  ];
}

/** One row for each metric, currency and segment besides the baseline. */
export function segmentsFrame(
  refId: string,
  rows: readonly Compared[],
  observed: readonly Observed[],
  segments: Segments,
  hasCurrency: boolean,
  { range, timezone }: QueryContext,
): Frame {
  const columns = columnsOf(observed, segments, hasCurrency);
  const metrics = observed.map(({ described: { id, title, unit, good }, currency }) => ({
    id,
    title,
    unit,
    good,
    ...(currency === undefined ? {} : { currency }),
  }));
  return {
    schema: {
      refId,
      name: refId,
      meta: {
        type: 'numeric-long',
        typeVersion: [0, 1],
        custom: { from: range.from / 1_000, to: range.to / 1_000, timezone, metrics },
      },
      fields: columns.map(({ field }) => field),
    },
    data: { values: columns.map(({ read }) => rows.map(read)) },
  };
}
