import { t } from '@grafana/i18n';
import type { Comparison } from '@callsight/contract/query/request';
import { ChoiceField } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly width?: 'full';
}

const titlesOf = (): Readonly<Record<Comparison, string>> => ({
  previous_period: t('query-editor.comparison.previous-period', 'Period before'),
  previous_week: t('query-editor.comparison.previous-week', 'A week before'),
  previous_month: t('query-editor.comparison.previous-month', 'A month before'),
  previous_year: t('query-editor.comparison.previous-year', 'A year before'),
});

const choicesOf = () => Object.entries(titlesOf()).map(([value, label]) => ({ value, label }));

/** The earlier range that is set against the asked one. */
export const ComparisonField = (props: Props) => (
  <ChoiceField
    label={t('query-editor.comparison.label', 'Compare with')}
    choices={choicesOf()}
    placeholder={t('query-editor.comparison.none', 'Nothing')}
    {...props}
  />
);
