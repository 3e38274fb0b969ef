import { t } from '@grafana/i18n';
import { type ComboboxOption, Field, MultiCombobox } from '@grafana/ui';
import { useCallback, useId } from 'react';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { Filter } from '@callsight/contract/query/request';
import type { EditorTools } from './editor-tools';
import { searchOptions } from './search-options';
import { TextField } from './text-field';

type FilterValue = Filter['values'][number];

/** Stands for null among the texts of a list: no value of a dimension has a control character. */
const NULL = '\u0000';

const nullOption = (): ComboboxOption => ({
  value: NULL,
  label: t('query-editor.filters.none', '(none)'),
  description: t('query-editor.filters.none-description', 'Calls that have no value'),
});

const toOption = (value: FilterValue): ComboboxOption =>
  value === null ? nullOption() : { value: String(value), label: String(value) };

/** A chosen or typed text as a value of the dimension's type; what is none, such as a variable, stays a text. */
export function toValue(text: string, type: DimensionEntry['type'] | undefined): FilterValue {
  if (text === NULL) return null;
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

interface Props {
  readonly filter: Filter;
  readonly type: DimensionEntry['type'] | undefined;
  readonly values: EditorTools['values'];
  readonly onChange: (values: Filter['values']) => void;
}

/** Operators whose value is typed: a pattern or a bound is none of the values that there are. */
const TYPED: ReadonlySet<string> = new Set(['=~', '!~', '<', '<=', '>', '>=']);
const SINGLE: ReadonlySet<string> = new Set(['=', '!=']);

/** The values of a filter: those that occurred are offered when the list is opened, others can be typed. */
export function FilterValues({ filter: { dimension, op, values: chosen }, type, values, onChange }: Props) {
  const id = useId();
  const load = useCallback(
    async (text: string) => {
      const found = dimension === '' ? [] : await values(dimension, text);
      return [...searchOptions(found.map(toOption), text), ...(text === '' ? [nullOption()] : [])];
    },
    [dimension, values],
  );
  if (TYPED.has(op)) {
    const [value] = chosen;
    return (
      <TextField
        label={t('query-editor.filters.value', 'Value')}
        width={24}
        value={value === undefined || value === null ? undefined : String(value)}
        placeholder={
          op.endsWith('~')
            ? t('query-editor.filters.pattern', 'Regular expression')
            : t('query-editor.filters.number', 'Number')
        }
        onChange={(text) => onChange(text === undefined ? [] : [toValue(text, type)])}
      />
    );
  }
  return (
    <Field
      label={SINGLE.has(op) ? t('query-editor.filters.value', 'Value') : t('query-editor.filters.values', 'Values')}
      htmlFor={id}
      noMargin
    >
      <MultiCombobox
        id={id}
        width="auto"
        minWidth={24}
        maxWidth={60}
        options={load}
        value={chosen.map(toOption)}
        placeholder={t('query-editor.filters.choose-value', 'Choose or type')}
        onChange={(options) => {
          const next = options.map(({ value }) => toValue(value, type));
          onChange(SINGLE.has(op) ? next.slice(-1) : next);
        }}
      />
    </Field>
  );
}
