import type { TableCell, TableColumn } from '../document.js';
import type { MetricColumn } from '../frame-table.js';
import { changeOf, metricQuery, sumsOf, type Context, type SectionMaker } from '../section-maker.js';
import { cutRows } from './cut-rows.js';

const ROWS = 20;

function columnsOf(groupBy: readonly string[], columns: readonly MetricColumn[], { lexicon }: Context): TableColumn[] {
  return [
    ...groupBy.map((name): TableColumn => ({ title: lexicon.dimension(name), align: 'left', max: undefined })),
    ...columns.map(({ metric, currency, values }): TableColumn => ({
      title: lexicon.metricTitle(metric, currency),
      align: 'right',
      max: Math.max(0, ...values.map((value) => value ?? 0)),
    })),
  ];
}

export const tableSection: SectionMaker<'table'> = {
  want: ({ metrics, groupBy, orderBy, filters, limit = ROWS }, plan) => {
    const [first = ''] = metrics;
    const order = orderBy ?? { metric: first, dir: 'desc' };
    // The order has to be of a metric that is asked for.
    const asked = metrics.includes(order.metric) ? metrics : [...metrics, order.metric];
    return {
      queries: { rows: metricQuery(plan, filters, { metrics: asked, groupBy, orderBy: order, limit: limit + 1 }) },
    };
  },
  make: ({ title, metrics, groupBy, orderBy, filters, limit = ROWS }, given, context) => {
    const { lexicon, words, format } = context;
    const [frame] = given.frames['rows'] ?? [];
    if (frame === undefined) throw new Error('a table has one frame');
    const { table, isCut } = cutRows(frame, limit);
    const columns = metrics.flatMap((id) => table.metric(id));
    const groups = groupBy.map((name) => table.column(name));
    const ordered = orderBy?.metric ?? metrics[0];
    const rows = Array.from({ length: table.length }, (_, row): TableCell[] => [
      ...groups.map((values, index): TableCell => ({
        text: lexicon.value(groupBy[index] ?? '', values[row] ?? null),
        value: values[row] ?? null,
        change: undefined,
      })),
      ...columns.map((column): TableCell => {
        const value = column.values[row] ?? null;
        // A change in each column would be too much to read; that of the order says who moved.
        const change = column.metric === ordered ? changeOf(value, column.previous?.[row], column, format) : undefined;
        return { text: format.value(value, column.unit), value, unit: column.unit, change };
      }),
    ]);
    const by = words.by(groupBy.map((name) => lexicon.dimension(name)).join(', '));
    return {
      title: title ?? lexicon.dimension(groupBy[0] ?? ''),
      subtitle: words.orderedBy(lexicon.metricTitle(ordered ?? ''), by),
      content: { type: 'table', columns: columnsOf(groupBy, columns, context), rows },
      isEmpty: rows.length === 0,
      tables: [table.data(lexicon)],
      metrics,
      limits: isCut ? [words.onlyFirst(limit)] : [],
      sums: isCut ? [] : sumsOf(columns, filters, context),
    };
  },
};
