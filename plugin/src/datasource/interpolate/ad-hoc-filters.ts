import type { AdHocVariableFilter } from '@grafana/data';
import type { Filter } from '@callsight/contract/query/request';
import { AD_HOC_OPERATORS } from '@callsight/contract/grafana/ad-hoc-operators';

const SEVERAL: ReadonlySet<string> = new Set(['=|', '!=|']);

const isComplete = ({ key, operator, value, values }: AdHocVariableFilter): boolean =>
  key !== '' &&
  operator in AD_HOC_OPERATORS &&
  (SEVERAL.has(operator) ? (values ?? []).length > 0 || value !== '' : value !== '');

/** Filters that a viewer sets on the dashboard; those that are still being entered are left out. */
export function adHocFilters(filters: readonly AdHocVariableFilter[]): Filter[] {
  return filters.filter(isComplete).map(({ key, operator, value, values }) => ({
    dimension: key,
    op: AD_HOC_OPERATORS[operator] ?? operator,
    values: SEVERAL.has(operator) && values !== undefined && values.length > 0 ? [...values] : [value],
  }));
}
