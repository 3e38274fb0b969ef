import { t } from '@grafana/i18n';
import { TextField } from './text-field';

interface Props {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder: string;
  readonly width?: number;
}

const check = (text: string): string | undefined =>
  /^\d+[smhdw]$/.test(text) || text.includes('$')
    ? undefined
    : t('query-editor.duration.invalid', 'A number and a unit: 90s, 30m, 24h, 7d, 2w');

/** A duration. */
export const DurationField = (props: Props) => <TextField width={12} {...props} check={check} />;
