import { Field, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';
import type { QueryFormat } from '@callsight/contract/grafana/stored-query';

interface Props {
  /** Whether the range is cut into buckets; without, there is one value, or two that are compared. */
  readonly hasInterval: boolean;
  readonly value: QueryFormat | undefined;
  readonly onChange: (format: QueryFormat) => void;
}

interface Format {
  readonly value: QueryFormat;
  readonly label: string;
  readonly description: string;
}

const TABLE: Format = { value: 'table', label: 'Table', description: 'A row for each time and group' };

const OF_BUCKETS: Format[] = [
  { value: 'time_series', label: 'Time series', description: 'A series for each group' },
  TABLE,
];

const OF_COMPARED: Format[] = [
  { ...TABLE, description: 'A row for each group' },
  { value: 'change', label: 'Change', description: 'The range before and the range, for a stat panel' },
];

/** How the answer is laid out. */
export function FormatField({ hasInterval, value, onChange }: Props) {
  const id = useId();
  const formats = hasInterval ? OF_BUCKETS : OF_COMPARED;
  const chosen = formats.find((format) => format.value === value) ?? formats[0];
  return (
    <Field label="Format" htmlFor={id} noMargin>
      <RadioButtonGroup id={id} options={formats} value={chosen?.value} onChange={onChange} />
    </Field>
  );
}
