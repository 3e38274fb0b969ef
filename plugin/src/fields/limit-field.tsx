import { t } from '@grafana/i18n';
import { TextField } from './text-field';

interface Props {
  readonly label?: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly placeholder?: string;
  readonly max: number;
}

/** How many rows or groups there are at most. */
export function LimitField({ label, value, onChange, placeholder, max }: Props) {
  const check = (text: string): string | undefined =>
    /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max
      ? undefined
      : t('query-editor.limit.invalid', 'A whole number from 1 to {{- max}}', { max: max.toLocaleString() });
  return (
    <TextField
      label={label ?? t('query-editor.limit.label', 'Limit')}
      width={12}
      value={value === undefined ? undefined : String(value)}
      placeholder={placeholder ?? t('query-editor.limit.none', 'No limit')}
      check={check}
      onChange={(text) => onChange(text === undefined ? undefined : Number(text))}
    />
  );
}
