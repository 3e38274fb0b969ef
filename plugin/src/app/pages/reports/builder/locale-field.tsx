import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';
import { useId } from 'react';

interface Props {
  readonly value: string;
  readonly onChange: (locale: string) => void;
  readonly label?: string;
  readonly width?: number;
}

const localesOf = () => [
  { value: 'en', label: t('reports.locale.en', 'English') },
  { value: 'en-GB', label: t('reports.locale.en-gb', 'English (United Kingdom)') },
  { value: 'en-US', label: t('reports.locale.en-us', 'English (United States)') },
  { value: 'de', label: t('reports.locale.de', 'German') },
  { value: 'de-AT', label: t('reports.locale.de-at', 'German (Austria)') },
  { value: 'de-CH', label: t('reports.locale.de-ch', 'German (Switzerland)') },
];

/** Name of a language; the id of one that is not offered. */
export const localeName = (locale: string): string =>
  localesOf().find(({ value }) => value === locale)?.label ?? locale;

/** Language of a report, and with its region how numbers, dates and money are written. */
export function LocaleField({ value, onChange, label, width }: Props) {
  const id = useId();
  return (
    <Field label={label ?? t('reports.field.language', 'Language')} htmlFor={id} noMargin>
      <Combobox
        id={id}
        width={width}
        options={localesOf()}
        value={{ value, label: localeName(value) }}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}
