import type { Reconciliation } from './document.js';
import type { Answers, Query } from './queries.js';
import { figureOf, type Context, type Made } from './section-maker.js';
import { columnOf, keyOf } from './totals.js';

/** Sums of seconds are floating point; counts are exact. */
const TOLERANCE = 1e-9;

/**
 * Sums over what sections show, beside the same number of the whole period, which was asked for on its own.
 * @param totals queries of totals by their filters
 */
export function reconcile(
  sections: readonly { readonly title: string; readonly sums: NonNullable<Made['sums']> }[],
  answers: Answers,
  totals: ReadonlyMap<string, Query>,
  { format }: Context,
): Reconciliation[] {
  return sections.flatMap(({ title, sums }) =>
    sums.flatMap(({ metric, filters, sum }): Reconciliation[] => {
      const column = columnOf(answers, totals.get(keyOf(filters)), metric);
      const total = column?.values[0] ?? null;
      if (column === undefined || total === null) return [];
      return [
        {
          metric,
          section: title,
          sum: figureOf(sum, column.unit, format),
          total: figureOf(total, column.unit, format),
          agrees: Math.abs(sum - total) <= TOLERANCE * Math.max(1, Math.abs(total)),
        },
      ];
    }),
  );
}
