import { Field, Input } from '@grafana/ui';
import { useId, useState } from 'react';

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly suffix?: string;
  readonly placeholder?: string;
  readonly min?: number;
}

const numberOf = (text: string): number | undefined => {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
};

/** A number, as it is typed; what is none counts as nothing. */
export function NumberField({ label, description, value, onChange, suffix, placeholder, min }: Props) {
  const id = useId();
  const [text, setText] = useState(value === undefined ? '' : String(value));
  // A number that comes from elsewhere takes the place of what was typed.
  const shown = numberOf(text) === value ? text : value === undefined ? '' : String(value);
  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <Input
        id={id}
        width={16}
        type="number"
        step="any"
        min={min}
        value={shown}
        suffix={suffix}
        placeholder={placeholder}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onChange(numberOf(event.currentTarget.value));
        }}
      />
    </Field>
  );
}
