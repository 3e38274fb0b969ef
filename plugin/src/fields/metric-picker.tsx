import { t } from '@grafana/i18n';
import { Field, MultiCombobox } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { metricOption } from './metric-option';
import { useOptionSearch } from './use-option-search';

interface Props {
  readonly catalogue: Catalogue;
  readonly value: readonly string[];
  readonly onChange: (metrics: string[]) => void;
  readonly isLoading?: boolean;
  readonly label?: string;
}

/** Metrics, found by title, id or what they say. */
export function MetricPicker({ catalogue, value, onChange, isLoading = false, label }: Props) {
  const id = useId();
  const options = useMemo(
    () => catalogue.metrics.map((metric) => metricOption(metric, catalogue.datasets)),
    [catalogue],
  );
  const search = useOptionSearch(options);
  const titles = new Map(catalogue.metrics.map((metric) => [metric.id, metric.title]));
  return (
    <Field label={label ?? t('query-editor.metrics.label', 'Metrics')} htmlFor={id} noMargin>
      <MultiCombobox
        id={id}
        width="auto"
        minWidth={36}
        maxWidth={100}
        loading={isLoading}
        options={search}
        value={value.map((metric) => ({ value: metric, label: titles.get(metric) ?? metric }))}
        placeholder={t('query-editor.metrics.choose', 'Choose metrics')}
        onChange={(options) => onChange(options.map((option) => option.value))}
      />
    </Field>
  );
}
