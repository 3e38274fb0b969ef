import { Combobox, Field } from '@grafana/ui';
import { useId } from 'react';
import { useOptionSearch } from './use-option-search';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly description?: string;
}

interface Props<T extends string> {
  readonly label: string;
  readonly description?: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T | undefined) => void;
  /** Shown when nothing is chosen: what is meant then. */
  readonly placeholder: string;
  /** In units of 8 pixels; `full` fills what is around it. */
  readonly width?: number | 'full';
  /** Whether a value can be typed that is not offered, such as a variable. */
  readonly takesOthers?: boolean;
}

/** One of several, or none of them. */
export function ChoiceField<T extends string>({
  label,
  description,
  choices,
  value,
  onChange,
  placeholder,
  width = 24,
  takesOthers = false,
}: Props<T>) {
  const id = useId();
  const search = useOptionSearch(choices);
  const known = choices.find((choice) => choice.value === value);
  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <Combobox<string>
        id={id}
        {...(width === 'full' ? {} : { width })}
        options={takesOthers ? search : [...choices]}
        value={value === undefined ? null : { value, label: known?.label ?? value }}
        placeholder={placeholder}
        isClearable
        onChange={(option) => onChange(option?.value as T | undefined)}
      />
    </Field>
  );
}
