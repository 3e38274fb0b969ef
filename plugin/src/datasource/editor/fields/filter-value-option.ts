import type { ComboboxOption } from '@grafana/ui';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { Filter } from '@callsight/contract/query/request';

export type FilterValue = Filter['values'][number];

/** Stands for null among the texts of a list: no value of a dimension has a control character. */
const NULL = '\u0000';

export const NULL_OPTION: ComboboxOption = { value: NULL, label: '(none)', description: 'Calls that have no value' };

export const toOption = (value: FilterValue): ComboboxOption =>
  value === null ? NULL_OPTION : { value: String(value), label: String(value) };

/** A chosen or typed text as a value of the dimension's type; what is none, such as a variable, stays a text. */
export function toValue(text: string, type: DimensionEntry['type'] | undefined): FilterValue {
  if (text === NULL) return null;
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
