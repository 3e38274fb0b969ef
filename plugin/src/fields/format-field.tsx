import { t } from '@grafana/i18n';
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

/** Formats of a range that is cut into buckets. */
const bucketFormats = (): Format[] => [
  {
    value: 'time_series',
    label: t('query-editor.format.time-series', 'Time series'),
    description: t('query-editor.format.time-series-description', 'A series for each group'),
  },
  {
    value: 'table',
    label: t('query-editor.format.table', 'Table'),
    description: t('query-editor.format.table-description', 'A row for each time and group'),
  },
];

/** Formats of two values that are compared. */
const comparedFormats = (): Format[] => [
  {
    value: 'table',
    label: t('query-editor.format.table', 'Table'),
    description: t('query-editor.format.compared-table-description', 'A row for each group'),
  },
  {
    value: 'change',
    label: t('query-editor.format.change', 'Change'),
    description: t('query-editor.format.change-description', 'The range before and the range, for a stat panel'),
  },
];

/** How the answer is laid out. */
export function FormatField({ hasInterval, value, onChange }: Props) {
  const id = useId();
  const formats = hasInterval ? bucketFormats() : comparedFormats();
  const chosen = formats.find((format) => format.value === value) ?? formats[0];
  return (
    <Field label={t('query-editor.format.label', 'Format')} htmlFor={id} noMargin>
      <RadioButtonGroup id={id} options={formats} value={chosen?.value} onChange={onChange} />
    </Field>
  );
}
