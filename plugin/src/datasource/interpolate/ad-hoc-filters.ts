import type { AdHocVariableFilter } from '@grafana/data';
import type { Filter } from '@callsight/contract/query/request';

/** Grafana's operators and ours. */
const OPERATORS: Readonly<Record<string, string>> = {
  '=': 'in',
  '!=': 'not in',
  '=|': 'in',
  '!=|': 'not in',
  '=~': '=~',
  '!~': '!~',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const SEVERAL: ReadonlySet<string> = new Set(['=|', '!=|']);

const isComplete = ({ key, operator, value, values }: AdHocVariableFilter): boolean =>
  key !== '' &&
  operator in OPERATORS &&
  (SEVERAL.has(operator) ? (values ?? []).length > 0 || value !== '' : value !== '');

/** Filters that a viewer sets on the dashboard; those that are still being entered are left out. */
export function adHocFilters(filters: readonly AdHocVariableFilter[]): Filter[] {
  return filters.filter(isComplete).map(({ key, operator, value, values }) => ({
    dimension: key,
    op: OPERATORS[operator] ?? operator,
    values: SEVERAL.has(operator) && values !== undefined && values.length > 0 ? [...values] : [value],
  }));
}
