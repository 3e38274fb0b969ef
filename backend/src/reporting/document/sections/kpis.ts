import type { Tile } from '../document.js';
import { sparkInterval } from '../intervals.js';
import {
  changeOf,
  figureOf,
  filtersOf,
  metricQuery,
  type Context,
  type Given,
  type SectionMaker,
} from '../section-maker.js';

/** The tiles of a metric: one, or one for each currency. */
function tilesOf(id: string, { totals, frames }: Given, { format, lexicon }: Context): Tile[] {
  const [spark] = frames['spark'] ?? [];
  return totals.metric(id).map(({ values, previous, unit, good, currency }) => {
    const value = values[0] ?? null;
    const before = previous?.[0] ?? null;
    const series = spark?.metric(id).find((one) => one.currency === currency && one.unit === unit);
    return {
      metric: id,
      title: lexicon.metricTitle(id, currency),
      figure: figureOf(value, unit, format),
      previous: previous === undefined ? undefined : figureOf(before, unit, format),
      change: changeOf(value, before, { unit, good }, format),
      spark: series?.values ?? [],
    };
  });
}

export const kpisSection: SectionMaker<'kpis'> = {
  want: ({ metrics, filters }, plan) => {
    const { compare: _, ...spark } = metricQuery(plan, filters, { metrics, interval: sparkInterval(plan.period) }).body;
    return {
      totals: { metrics, filters: filtersOf(plan, filters) },
      queries: { spark: { ...plan.period, body: spark } },
    };
  },
  make: ({ title, metrics }, given, context) => {
    const tiles = metrics.flatMap((id) => tilesOf(id, given, context));
    return {
      title: title ?? context.words.titles.kpis,
      content: { type: 'kpis', tiles },
      isEmpty: tiles.every(({ figure }) => figure.value === null),
      tables: [given.totals, ...(given.frames['spark'] ?? [])].map((one) => one.data(context.lexicon)),
      metrics,
    };
  },
};
