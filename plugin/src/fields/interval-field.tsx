import { t } from '@grafana/i18n';
import { useMemo } from 'react';
import { type Choice, ChoiceField } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder: string;
}

/** An interval, shown as a query has it. */
const interval = (value: string, description?: string): Choice<string> => ({
  value,
  label: value,
  ...(description === undefined ? {} : { description }),
});

const choicesOf = (): Choice<string>[] => [
  {
    value: 'auto',
    label: t('query-editor.interval.auto', 'Auto'),
    description: t('query-editor.interval.auto-description', 'By the width of the panel'),
  },
  ...['1m', '5m', '15m', '30m', '1h', '6h', '12h'].map((value) => interval(value)),
  interval('1d', t('query-editor.interval.days', 'Days of the time zone')),
  interval('1w', t('query-editor.interval.weeks', 'Weeks, from Monday')),
  interval('1M', t('query-editor.interval.months', 'Months')),
];

/** The buckets of a trend, or none. */
export function IntervalField(props: Props) {
  const choices = useMemo(() => choicesOf(), []);
  return <ChoiceField label={t('query-editor.interval.label', 'Interval')} choices={choices} takesOthers {...props} />;
}
