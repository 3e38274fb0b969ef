import { TextField } from './text-field';

interface Props {
  readonly label?: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly placeholder?: string;
  readonly most: number;
}

/** How many rows or groups there are at most. */
export function LimitField({ label = 'Limit', value, onChange, placeholder = 'No limit', most }: Props) {
  const check = (text: string): string | undefined =>
    /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most
      ? undefined
      : `A whole number from 1 to ${most.toLocaleString('en')}`;
  return (
    <TextField
      label={label}
      width={12}
      value={value === undefined ? undefined : String(value)}
      placeholder={placeholder}
      check={check}
      onChange={(text) => onChange(text === undefined ? undefined : Number(text))}
    />
  );
}
