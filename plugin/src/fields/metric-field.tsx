import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { metricOption } from './metric-option';
import { useOptionSearch } from './use-option-search';

interface Props {
  readonly catalogue: Catalogue;
  readonly value: string;
  readonly onChange: (metric: string) => void;
}

/** One metric, found by title, id or what it says. */
export function MetricField({ catalogue, value, onChange }: Props) {
  const id = useId();
  const options = useMemo(
    () => catalogue.metrics.map((metric) => metricOption(metric, catalogue.datasets)),
    [catalogue],
  );
  const search = useOptionSearch(options);
  const title = catalogue.metrics.find((metric) => metric.id === value)?.title ?? value;
  return (
    <Field label={t('query-editor.metric.label', 'Metric')} htmlFor={id} noMargin>
      <Combobox<string>
        id={id}
        width={36}
        options={search}
        value={value === '' ? null : { value, label: title }}
        placeholder={t('query-editor.metric.choose', 'Choose a metric')}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}
