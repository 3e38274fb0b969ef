import { t } from '@grafana/i18n';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { FilterOperator } from '@callsight/contract/query/request';
import type { Choice } from './choice-field';

const labelsOf = (): Readonly<Record<FilterOperator, string>> => ({
  in: t('query-editor.operator.in', 'is one of'),
  'not in': t('query-editor.operator.not-in', 'is none of'),
  '=~': t('query-editor.operator.matches', 'matches'),
  '!~': t('query-editor.operator.not-matches', 'does not match'),
  '=': t('query-editor.operator.equal', 'is'),
  '!=': t('query-editor.operator.not-equal', 'is not'),
  '<': t('query-editor.operator.less', 'less than'),
  '<=': t('query-editor.operator.at-most', 'at most'),
  '>': t('query-editor.operator.more', 'more than'),
  '>=': t('query-editor.operator.at-least', 'at least'),
});

const OF_TYPE: Readonly<Record<DimensionEntry['type'], readonly FilterOperator[]>> = {
  string: ['in', 'not in', '=~', '!~', '=', '!='],
  number: ['in', 'not in', '=', '!=', '<', '<=', '>', '>='],
  boolean: ['in', 'not in', '=', '!='],
};

/** Operators that a dimension takes; all of them while its type is not known. */
export function filterOperators(type: DimensionEntry['type'] | undefined): Choice<FilterOperator>[] {
  const labels = labelsOf();
  const operators = type === undefined ? (Object.keys(labels) as FilterOperator[]) : OF_TYPE[type];
  return operators.map((value) => ({ value, label: labels[value], description: value }));
}
