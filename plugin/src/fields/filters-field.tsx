import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { Filter } from '@callsight/contract/query/request';
import type { EditorTools } from './editor-tools';
import { FilterRow } from './filter-row';
import { useDraftRows } from './use-draft-rows';

interface Props {
  readonly label?: string;
  readonly value: readonly Filter[] | undefined;
  readonly dimensions: readonly DimensionEntry[];
  readonly values: EditorTools['values'];
  readonly onChange: (filters: Filter[]) => void;
}

const EMPTY: Filter = { dimension: '', op: 'in', values: [] };

const ROWS = {
  read: (filter: Filter): Filter => filter,
  write: (filter: Filter): Filter => filter,
  isComplete: ({ dimension, values }: Filter): boolean => dimension !== '' && values.length > 0,
};

/** Conditions that all have to hold. Those that are still being entered stay here and are not asked. */
export function FiltersField({ label, value = [], dimensions, values, onChange }: Props) {
  const [rows, change] = useDraftRows(value, ROWS, onChange);
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <Text variant="bodySmall" weight="medium">
        {label ?? t('query-editor.filters.heading', 'Filters')}
      </Text>
      {rows.map((filter, index) => (
        <FilterRow
          // Rows have no identity of their own; their fields hold no state that a removal could mix up.
          key={index}
          filter={filter}
          position={index + 1}
          dimensions={dimensions}
          values={values}
          onChange={(changed) => change(rows.map((row, at) => (at === index ? changed : row)))}
          onRemove={() => change(rows.filter((_, at) => at !== index))}
        />
      ))}
      <Button icon="plus" size="sm" variant="secondary" fill="outline" onClick={() => change([...rows, EMPTY])}>
        {t('query-editor.filters.add', 'Add filter')}
      </Button>
    </Stack>
  );
}
