import { t } from '@grafana/i18n';
import { Field, Combobox } from '@grafana/ui';
import { useId } from 'react';
import type { QueryType } from '@callsight/contract/grafana/stored-query';

interface Props {
  readonly value: QueryType;
  readonly onChange: (type: QueryType) => void;
}

const typesOf = (): Readonly<Record<QueryType, { readonly label: string; readonly description: string }>> => ({
  metrics: {
    label: t('query-editor.type.metrics', 'Metrics'),
    description: t('query-editor.type.metrics-description', 'Numbers over time, or by group'),
  },
  funnel: {
    label: t('query-editor.type.funnel', 'Funnel'),
    description: t('query-editor.type.funnel-description', 'How far calls or callers come'),
  },
  abandonment: {
    label: t('query-editor.type.abandonment', 'Abandonment'),
    description: t('query-editor.type.abandonment-description', 'Where and why they leave a funnel'),
  },
  paths: {
    label: t('query-editor.type.paths', 'Paths'),
    description: t('query-editor.type.paths-description', 'Which step follows on which'),
  },
  attribution: {
    label: t('query-editor.type.attribution', 'Attribution'),
    description: t('query-editor.type.attribution-description', 'Which sources conversions are credited to'),
  },
  segments: {
    label: t('query-editor.type.segments', 'Comparison'),
    description: t('query-editor.type.segments-description', 'Whether a difference between segments could be chance'),
  },
  calls: {
    label: t('query-editor.type.calls', 'Calls'),
    description: t('query-editor.type.calls-description', 'A list of single calls'),
  },
  annotations: {
    label: t('query-editor.type.annotations', 'Annotations'),
    description: t('query-editor.type.annotations-description', 'New versions of agents, and incidents'),
  },
  thresholds: {
    label: t('query-editor.type.thresholds', 'Thresholds'),
    description: t('query-editor.type.thresholds-description', 'What is wrong now, for alert rules'),
  },
});

const optionsOf = () => Object.entries(typesOf()).map(([value, texts]) => ({ value: value as QueryType, ...texts }));

export function QueryTypeField({ value, onChange }: Props) {
  const id = useId();
  return (
    <Field label={t('query-editor.type.label', 'Query type')} htmlFor={id} noMargin>
      <Combobox id={id} width={32} options={optionsOf()} value={value} onChange={(option) => onChange(option.value)} />
    </Field>
  );
}
