import { Field, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import type { QueryFormat } from '@callsight/contract/grafana/stored-query';

interface Props {
  readonly value: QueryFormat | undefined;
  readonly onChange: (format: QueryFormat) => void;
}

const FORMATS: { value: QueryFormat; label: string; description: string }[] = [
  { value: 'time_series', label: 'Time series', description: 'A series for each group' },
  { value: 'table', label: 'Table', description: 'A row for each time and group' },
];

export function FormatField({ value, onChange }: Props) {
  const id = useId();
  return (
    <Field label="Format" htmlFor={id} noMargin>
      <RadioButtonGroup id={id} options={FORMATS} value={value ?? 'time_series'} onChange={onChange} />
    </Field>
  );
}
