import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { MetricQuery } from '@callsight/contract/query/request';
import type { MetricEntry } from '@callsight/contract/query/catalogue';
import { ChoiceField } from './choice-field';

type OrderBy = NonNullable<MetricQuery['orderBy']>;

interface Props {
  readonly metrics: readonly string[];
  readonly known: readonly MetricEntry[];
  readonly value: OrderBy | undefined;
  readonly onChange: (orderBy: OrderBy | undefined) => void;
}

const directionsOf = (): { value: 'asc' | 'desc'; label: string }[] => [
  { value: 'desc', label: t('query-editor.sort.descending', 'Largest first') },
  { value: 'asc', label: t('query-editor.sort.ascending', 'Smallest first') },
];

/** Which groups come first, and so which a limit keeps. */
export function OrderField({ metrics, known, value, onChange }: Props) {
  const id = useId();
  const choices = useMemo(
    () => metrics.map((metric) => ({ value: metric, label: known.find((one) => one.id === metric)?.title ?? metric })),
    [metrics, known],
  );
  return (
    <Stack gap={1} alignItems="flex-end" wrap="wrap">
      <ChoiceField
        label={t('query-editor.sort.label', 'Order by')}
        choices={choices}
        value={value?.metric}
        placeholder={t('query-editor.sort.none', 'Group')}
        onChange={(metric) => onChange(metric === undefined ? undefined : { metric, dir: value?.dir ?? 'desc' })}
      />
      {value !== undefined && (
        <Field label={t('query-editor.sort.direction', 'Direction')} htmlFor={id} noMargin>
          <RadioButtonGroup
            id={id}
            options={directionsOf()}
            value={value.dir ?? 'desc'}
            onChange={(dir) => onChange({ ...value, dir })}
          />
        </Field>
      )}
    </Stack>
  );
}
