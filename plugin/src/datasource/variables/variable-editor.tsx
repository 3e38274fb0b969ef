import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field, Stack } from '@grafana/ui';
import { useId } from 'react';
import type { CallsightDatasource } from '../callsight-datasource';
import type { CallsightQuery } from '../callsight-query';
import type { CallsightSettings } from '../datasource-settings';
import { EditorFrame } from '../editor/editor-frame';
import { LimitField } from '../../fields/limit-field';
import { ChoiceField } from '../../fields/choice-field';
import { TextField } from '../../fields/text-field';
import { patch } from '../../fields/patch';
import { useEditorTools } from '../editor/use-editor-tools';
import type { VariableKind, VariableQuery } from './variable-query';

type Props = QueryEditorProps<CallsightDatasource, CallsightQuery, CallsightSettings, VariableQuery>;

const kindsOf = (): Readonly<Record<VariableKind, { readonly label: string; readonly description: string }>> => ({
  values: {
    label: t('variable-editor.kind.values', 'Values of a dimension'),
    description: t('variable-editor.kind.values-description', 'The most frequent first'),
  },
  metrics: {
    label: t('variable-editor.kind.metrics', 'Metrics'),
    description: t('variable-editor.kind.metrics-description', 'Ids of the catalogue'),
  },
  dimensions: {
    label: t('variable-editor.kind.dimensions', 'Dimensions'),
    description: t('variable-editor.kind.dimensions-description', 'To group by'),
  },
  funnels: {
    label: t('variable-editor.kind.funnels', 'Saved funnels'),
    description: t('variable-editor.kind.funnels-description', 'Their ids'),
  },
  steps: {
    label: t('variable-editor.kind.steps', 'Steps'),
    description: t('variable-editor.kind.steps-description', 'Names of steps'),
  },
});

const optionsOf = () => Object.entries(kindsOf()).map(([value, texts]) => ({ value: value as VariableKind, ...texts }));

/** Values that a variable lists when it does not say how many. */
const DEFAULT_LIMIT = 100;

/** A new variable has an empty query, or the text of the datasource that it was made for before. */
function readQuery(query: Partial<VariableQuery> | string | undefined): VariableQuery {
  const stored = typeof query === 'object' ? query : {};
  return { ...stored, refId: 'CallsightVariable', kind: stored.kind ?? 'values' };
}

/** Editor of a template variable. */
export function VariableEditor({ datasource, query, onChange, range }: Props) {
  const id = useId();
  const loaded = useEditorTools(datasource, range);
  const value = readQuery(query);
  const dimensions = loaded.tools.catalogue.dimensions
    .filter(({ groupable }) => groupable)
    .map((dimension) => ({ value: dimension.id, label: dimension.title, description: dimension.id }));
  return (
    <EditorFrame loaded={loaded}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <Field label={t('variable-editor.list', 'List')} htmlFor={id} noMargin>
          <Combobox
            id={id}
            width={28}
            options={optionsOf()}
            value={value.kind}
            onChange={({ value: kind }) => onChange({ ...value, kind })}
          />
        </Field>
        {value.kind === 'values' && (
          <ChoiceField
            label={t('variable-editor.dimension', 'Dimension')}
            choices={dimensions}
            value={value.dimension}
            placeholder={t('variable-editor.choose-dimension', 'Choose a dimension')}
            width={28}
            takesOthers
            onChange={(dimension) => onChange(patch(value, { dimension }))}
          />
        )}
        <TextField
          label={t('variable-editor.search', 'Search')}
          value={value.search}
          placeholder={t('variable-editor.any-text', 'Any text')}
          width={24}
          onChange={(search) => onChange(patch(value, { search }))}
        />
        {value.kind === 'values' && (
          <LimitField
            value={value.limit}
            max={9_999}
            placeholder={String(DEFAULT_LIMIT)}
            onChange={(limit) => onChange(patch(value, { limit }))}
          />
        )}
      </Stack>
    </EditorFrame>
  );
}
