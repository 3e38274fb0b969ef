import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { useOptionSearch } from './use-option-search';

interface Props {
  readonly label: string;
  readonly steps: Catalogue['steps'];
  readonly value: string;
  readonly onChange: (step: string) => void;
}

/** A step that calls have told, or a name that they will tell. */
export function StepPicker({ label, steps, value, onChange }: Props) {
  const id = useId();
  const options = useMemo(
    () => steps.map((step) => ({ value: step.id, label: step.title, description: step.id })),
    [steps],
  );
  const search = useOptionSearch(options);
  const title = steps.find((step) => step.id === value)?.title ?? value;
  return (
    <Field label={label} htmlFor={id} noMargin>
      <Combobox<string>
        id={id}
        width={28}
        options={search}
        value={value === '' ? null : { value, label: title }}
        placeholder={t('query-editor.steps.choose', 'Choose or type a step')}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}
