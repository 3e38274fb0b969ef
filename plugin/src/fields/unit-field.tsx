import { t } from '@grafana/i18n';
import type { FunnelUnit } from '@callsight/contract/query/funnel';
import { ChoiceField } from './choice-field';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
  readonly placeholder: string;
}

const titlesOf = (): Readonly<Record<FunnelUnit, string>> => ({
  call: t('query-editor.unit.calls', 'Calls'),
  caller: t('query-editor.unit.callers', 'Callers'),
});

const choicesOf = () => Object.entries(titlesOf()).map(([value, label]) => ({ value, label }));

/** Whose journey is counted. */
export const UnitField = (props: Props) => (
  <ChoiceField label={t('query-editor.unit.label', 'Counts')} choices={choicesOf()} width={16} {...props} />
);
