import { t } from '@grafana/i18n';
import { useMemo } from 'react';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import { ChoicesField } from './choices-field';

interface Props {
  readonly label?: string;
  readonly dimensions: readonly DimensionEntry[];
  readonly value: readonly string[];
  readonly onChange: (dimensions: string[]) => void;
  readonly placeholder?: string;
}

/** Dimensions to group by. */
export function DimensionPicker({ label, dimensions, value, onChange, placeholder }: Props) {
  const choices = useMemo(
    () =>
      dimensions
        .filter(({ groupable }) => groupable)
        .map(({ id, title, description }) => ({ value: id, label: title, description: `${id} · ${description}` })),
    [dimensions],
  );
  return (
    <ChoicesField
      label={label ?? t('query-editor.dimensions.label', 'Group by')}
      choices={choices}
      value={value}
      onChange={onChange}
      placeholder={placeholder ?? t('query-editor.dimensions.none', 'No groups')}
    />
  );
}
