import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import { useMemo } from 'react';
import type { ThresholdsQuery } from '@callsight/contract/monitoring/threshold';
import type { PartEditorProps } from '../../../fields/editor-tools';
import { ChoiceField } from '../../../fields/choice-field';
import { ChoicesField } from '../../../fields/choices-field';
import { TextField } from '../../../fields/text-field';
import { patch } from '../../../fields/patch';

type Part = ThresholdsQuery['thresholds'];
type Column = NonNullable<Part['columns']>[number];

const titlesOf = (): Readonly<Record<Column, string>> => ({
  state: t('query-editor.thresholds.state', 'State (0 ok, 1 warning, 2 critical)'),
  value: t('query-editor.thresholds.value', 'Value'),
  baseline: t('query-editor.thresholds.baseline', 'Usual value or limit'),
  score: t('query-editor.thresholds.score', 'Score'),
  n: t('query-editor.thresholds.number', 'Number behind the value'),
});

const columnsOf = () => Object.entries(titlesOf()).map(([value, label]) => ({ value, label }));

const isColumn = (text: string): text is Column => text in titlesOf();

/** The states of thresholds, as alert rules ask for them. */
export function ThresholdsEditor({ value, onChange }: PartEditorProps<Part>) {
  const { ids = [], component, minLevel, columns = [] } = value;
  const choices = useMemo(() => columnsOf(), []);
  const levels = [
    { value: 'warning', label: t('query-editor.thresholds.warning', 'Warning or worse') },
    { value: 'critical', label: t('query-editor.thresholds.critical', 'Critical') },
  ] as const;
  return (
    <Stack gap={1} wrap="wrap" alignItems="flex-end">
      <ChoicesField
        label={t('query-editor.thresholds.ids', 'Thresholds')}
        choices={[]}
        value={ids}
        placeholder={t('query-editor.thresholds.all', 'All thresholds')}
        onChange={(next) => onChange(patch(value, { ids: next.length === 0 ? undefined : next }))}
      />
      <TextField
        label={t('query-editor.thresholds.component', 'Component')}
        value={component}
        placeholder={t('query-editor.thresholds.any-component', 'Any')}
        onChange={(next) => onChange(patch(value, { component: next }))}
      />
      <ChoiceField
        label={t('query-editor.thresholds.level', 'Level')}
        choices={levels}
        value={minLevel === 'ok' ? undefined : minLevel}
        placeholder={t('query-editor.thresholds.any-level', 'Any')}
        onChange={(next) => onChange(patch(value, { minLevel: next }))}
      />
      <ChoicesField
        label={t('query-editor.thresholds.columns', 'Columns')}
        choices={choices}
        value={columns}
        placeholder={t('query-editor.thresholds.all-columns', 'All columns')}
        onChange={(next) => onChange(patch(value, { columns: next.length === 0 ? undefined : next.filter(isColumn) }))}
      />
    </Stack>
  );
}
