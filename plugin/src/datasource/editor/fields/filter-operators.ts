import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { FilterOperator } from '@callsight/contract/query/request';
import type { Choice } from './choice-field';

const LABELS: Readonly<Record<FilterOperator, string>> = {
  in: 'is one of',
  'not in': 'is none of',
  '=~': 'matches',
  '!~': 'does not match',
  '=': 'is',
  '!=': 'is not',
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
};

const OF_TYPE: Readonly<Record<DimensionEntry['type'], readonly FilterOperator[]>> = {
  string: ['in', 'not in', '=~', '!~', '=', '!='],
  number: ['in', 'not in', '=', '!=', '<', '<=', '>', '>='],
  boolean: ['in', 'not in', '=', '!='],
};

/** Operators that a dimension takes; all of them while its type is not known. */
export function filterOperators(type: DimensionEntry['type'] | undefined): Choice<FilterOperator>[] {
  const operators = type === undefined ? (Object.keys(LABELS) as FilterOperator[]) : OF_TYPE[type];
  return operators.map((value) => ({ value, label: LABELS[value], description: value }));
}
