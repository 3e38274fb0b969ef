import type { Filter } from '@callsight/contract/query/request';
import type { Dimension } from '../../analytics/catalogue/dimensions/dimension.js';

/** More values of a filter are counted, not listed. */
const MAX_LISTED = 20;

const OPERATORS: Readonly<Record<string, string>> = {
  in: 'is',
  '=': 'is',
  'not in': 'is not',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
};

function valuesText(values: Filter['values']): string {
  const shown = values.slice(0, MAX_LISTED).map((value) => (value === null ? 'empty' : String(value)));
  const more = values.length - shown.length;
  return `${shown.join(' or ')}${more > 0 ? ` or one of ${more} further values` : ''}`;
}

/** Filters as a sentence for people, such as "Direction is inbound; Agent is not a or b". */
export function filtersInWords(filters: readonly Filter[], dimensions: ReadonlyMap<string, Dimension>): string {
  if (filters.length === 0) return 'none';
  return filters
    .map(({ dimension, op, values }) => {
      const title = dimensions.get(dimension)?.title ?? dimension;
      return `${title} ${OPERATORS[op] ?? op} ${valuesText(values)}`;
    })
    .join('; ');
}
