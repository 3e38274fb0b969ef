import type { Bar } from '../document.js';
import { changeOf, figureOf, metricQuery, sumsOf, type SectionMaker } from '../section-maker.js';
import { cutRows } from './cut-rows.js';

const BARS = 10;

export const barsSection: SectionMaker<'bars'> = {
  want: ({ metrics, groupBy, filters, limit = BARS }, plan) => {
    const [first = ''] = metrics;
    const order = { orderBy: { metric: first, dir: 'desc' }, limit: limit + 1 };
    return { queries: { bars: metricQuery(plan, filters, { metrics, groupBy, ...order }) } };
  },
  make: ({ title, metrics, groupBy, filters, limit = BARS }, given, context) => {
    const { lexicon, words, format } = context;
    const [frame] = given.frames['bars'] ?? [];
    if (frame === undefined) throw new Error('bars have one frame');
    const { table, isCut } = cutRows(frame, limit);
    const [dimension = ''] = groupBy;
    const columns = metrics.flatMap((id) => table.metric(id));
    const names = table.column(dimension);
    const all = names.map((name, row): Bar => ({
      title: lexicon.value(dimension, name),
      figures: columns.map(({ values, unit }) => figureOf(values[row] ?? null, unit, format)),
      previous: columns.map(({ previous, unit }) =>
        previous === undefined ? undefined : figureOf(previous[row] ?? null, unit, format),
      ),
      changes: columns.map((column) => changeOf(column.values[row] ?? null, column.previous?.[row], column, format)),
    }));
    // A group of which there is nothing, now or before, has no bar to be shown.
    const bars = all.filter(({ figures, previous }) =>
      [...figures, ...previous].some((one) => (one?.value ?? 0) !== 0),
    );
    const [first = ''] = metrics;
    return {
      title: title ?? `${lexicon.metricTitle(first)} ${words.by(lexicon.dimension(dimension))}`,
      subtitle: title === undefined ? undefined : lexicon.metricTitle(first),
      content: {
        type: 'bars',
        columns: columns.map(({ metric, currency }) => lexicon.metricTitle(metric, currency)),
        bars,
      },
      isEmpty: bars.length === 0,
      tables: [table.data(lexicon)],
      metrics,
      limits: isCut ? [words.onlyFirst(limit)] : [],
      sums: isCut ? [] : sumsOf(columns, filters, context),
    };
  },
};
