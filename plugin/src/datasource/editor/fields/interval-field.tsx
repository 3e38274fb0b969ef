import { ChoiceField } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder: string;
}

const CHOICES = [
  { value: 'auto', label: 'Auto', description: 'By the width of the panel' },
  ...['1m', '5m', '15m', '30m', '1h', '6h', '12h'].map((value) => ({ value, label: value })),
  { value: '1d', label: '1d', description: 'Days of the time zone' },
  { value: '1w', label: '1w', description: 'Weeks, from Monday' },
  { value: '1M', label: '1M', description: 'Months' },
];

/** The buckets of a trend, or none. */
export const IntervalField = (props: Props) => (
  <ChoiceField label="Interval" choices={CHOICES} takesOthers {...props} />
);
