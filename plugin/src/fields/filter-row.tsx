import { t } from '@grafana/i18n';
import { Field, Combobox, IconButton, Stack } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { Filter } from '@callsight/contract/query/request';
import type { EditorTools } from './editor-tools';
import { FilterValues } from './filter-values';
import { filterOperators } from './filter-operators';
import { RowActions } from './row-actions';
import { useOptionSearch } from './use-option-search';

interface Props {
  readonly filter: Filter;
  readonly position: number;
  readonly dimensions: readonly DimensionEntry[];
  readonly values: EditorTools['values'];
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

/** One condition: dimension, operator, values. */
export function FilterRow({ filter, position, dimensions, values, onChange, onRemove }: Props) {
  const id = useId();
  const entry = dimensions.find((known) => known.id === filter.dimension);
  const operators = filterOperators(entry?.type);
  const options = useMemo(
    () =>
      dimensions.map(({ id: value, title, description }) => ({
        value,
        label: title,
        description: `${value} · ${description}`,
      })),
    [dimensions],
  );
  const search = useOptionSearch(options);
  return (
    <div role="group" aria-label={t('query-editor.filters.row', 'Filter {{- number}}', { number: position })}>
      <Stack gap={0.5} alignItems="flex-end" wrap="wrap">
        <Field label={t('query-editor.filters.dimension', 'Dimension')} htmlFor={`${id}-dimension`} noMargin>
          <Combobox<string>
            id={`${id}-dimension`}
            width={26}
            options={search}
            value={
              filter.dimension === '' ? null : { value: filter.dimension, label: entry?.title ?? filter.dimension }
            }
            placeholder={t('query-editor.filters.choose-dimension', 'Choose a dimension')}
            onChange={({ value }) => onChange({ dimension: value, op: 'in', values: [] })}
          />
        </Field>
        <Field label={t('query-editor.filters.operator', 'Operator')} htmlFor={`${id}-operator`} noMargin>
          <Combobox<string>
            id={`${id}-operator`}
            width={18}
            options={operators}
            value={filter.op}
            onChange={({ value }) => onChange({ ...filter, op: value, values: filter.values.slice(0, 1) })}
          />
        </Field>
        <FilterValues
          filter={filter}
          type={entry?.type}
          values={values}
          onChange={(chosen) => onChange({ ...filter, values: chosen })}
        />
        <RowActions>
          <IconButton
            name="trash-alt"
            size="lg"
            tooltip={t('query-editor.filters.remove', 'Remove filter {{- number}}', { number: position })}
            onClick={onRemove}
          />
        </RowActions>
      </Stack>
    </div>
  );
}
