import type { Comparison } from '@callsight/contract/query/request';
import { ChoiceField } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const TITLES: Readonly<Record<Comparison, string>> = {
  previous_period: 'Period before',
  previous_week: 'A week before',
  previous_month: 'A month before',
  previous_year: 'A year before',
};

const CHOICES = Object.entries(TITLES).map(([value, label]) => ({ value, label }));

/** The earlier range that is set against the asked one. */
export const ComparisonField = (props: Props) => (
  <ChoiceField label="Compare with" choices={CHOICES} placeholder="Nothing" {...props} />
);
