import { Field, Combobox } from '@grafana/ui';
import { useId } from 'react';
import type { QueryType } from '@callsight/contract/grafana/stored-query';

interface Props {
  readonly value: QueryType;
  readonly onChange: (type: QueryType) => void;
}

const TYPES: Readonly<Record<QueryType, { readonly label: string; readonly description: string }>> = {
  metrics: { label: 'Metrics', description: 'Numbers over time, or by group' },
  funnel: { label: 'Funnel', description: 'How far calls or callers come' },
  abandonment: { label: 'Abandonment', description: 'Where and why they leave a funnel' },
  paths: { label: 'Paths', description: 'Which step follows on which' },
  attribution: { label: 'Attribution', description: 'Which sources conversions are credited to' },
  segments: { label: 'Comparison', description: 'Whether a difference between segments could be chance' },
  calls: { label: 'Calls', description: 'A list of single calls' },
  annotations: { label: 'Annotations', description: 'New versions of agents, and incidents' },
};

const OPTIONS = Object.entries(TYPES).map(([value, texts]) => ({ value: value as QueryType, ...texts }));

export function QueryTypeField({ value, onChange }: Props) {
  const id = useId();
  return (
    <Field label="Query type" htmlFor={id} noMargin>
      <Combobox id={id} width={32} options={OPTIONS} value={value} onChange={(option) => onChange(option.value)} />
    </Field>
  );
}
