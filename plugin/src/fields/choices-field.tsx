import { Field, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import type { Choice } from './choice-field';
import { useOptionSearch } from './use-option-search';

interface Props {
  readonly label: string;
  readonly choices: readonly Choice<string>[];
  readonly value: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly placeholder: string;
  readonly width?: number;
}

/** Any of several; what is not offered, such as a variable, can be typed. */
export function ChoicesField({ label, choices, value, onChange, placeholder, width = 32 }: Props) {
  const id = useId();
  const search = useOptionSearch(choices);
  const titles = new Map(choices.map((choice) => [choice.value, choice.label]));
  return (
    <Field label={label} htmlFor={id} noMargin>
      <MultiCombobox
        id={id}
        width={width}
        options={search}
        value={value.map((one) => ({ value: one, label: titles.get(one) ?? one }))}
        placeholder={placeholder}
        onChange={(options) => onChange(options.map((option) => option.value))}
      />
    </Field>
  );
}
