import { t } from '@grafana/i18n';
import { FlagField } from './flag-field';
import type { CallsightQuery } from '../datasource/callsight-query';

/** Intervals of which something is usual: parts of a week, and a week. */
const OF_A_WEEK = /^(auto|\d+[smh]|1d|1w)$/;

/** Whether an interval is a part of a week, or a week; a variable may be one. */
export const hasUsualRange = ({ interval }: Pick<CallsightQuery, 'interval'>): boolean =>
  interval === undefined || interval.includes('$') || OF_A_WEEK.test(interval);

/** A change is of two numbers, and has no room for more. */
const isChange = ({ interval, compare, format }: CallsightQuery): boolean =>
  interval === undefined && compare !== undefined && format === 'change';

function reasonOf(query: CallsightQuery): string | undefined {
  if (isChange(query)) return t('query-editor.usual-range.not-of-a-change', 'Not beside a change');
  if (hasUsualRange(query)) return undefined;
  return t('query-editor.usual-range.too-long', 'Only for intervals up to a day, or of a week');
}

interface Props {
  readonly query: CallsightQuery;
  readonly onChange: (baseline: true | undefined) => void;
}

/** Whether what is usual at this time of the week stands beside each metric. */
export const UsualRangeField = ({ query, onChange }: Props) => (
  <FlagField
    label={t('query-editor.usual-range.label', 'Usual range')}
    value={query.baseline === true}
    reason={reasonOf(query)}
    onChange={(chosen) => onChange(chosen ? true : undefined)}
  />
);
