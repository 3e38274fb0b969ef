import type { QueryEditorProps } from '@grafana/data';
import { Combobox, Field, Stack } from '@grafana/ui';
import { useId } from 'react';
import type { CallsightDatasource } from '../callsight-datasource';
import type { CallsightQuery } from '../callsight-query';
import type { CallsightSettings } from '../datasource-settings';
import { CatalogueError } from '../editor/catalogue-error';
import { LimitField } from '../editor/fields/limit-field';
import { ChoiceField } from '../editor/fields/choice-field';
import { TextField } from '../editor/fields/text-field';
import { patch } from '../editor/patch';
import { useEditorTools } from '../editor/use-editor-tools';
import type { VariableKind, VariableQuery } from './variable-query';

type Props = QueryEditorProps<CallsightDatasource, CallsightQuery, CallsightSettings, VariableQuery>;

const KINDS: Readonly<Record<VariableKind, { readonly label: string; readonly description: string }>> = {
  values: { label: 'Values of a dimension', description: 'The most frequent first' },
  metrics: { label: 'Metrics', description: 'Ids of the catalogue' },
  dimensions: { label: 'Dimensions', description: 'To group by' },
  funnels: { label: 'Saved funnels', description: 'Their ids' },
  steps: { label: 'Steps', description: 'Names of steps' },
};

const OPTIONS = Object.entries(KINDS).map(([value, texts]) => ({ value: value as VariableKind, ...texts }));

/** A new variable has an empty query, or the text of the datasource that it was made for before. */
function readQuery(query: Partial<VariableQuery> | string | undefined): VariableQuery {
  const stored = typeof query === 'object' ? query : {};
  return { ...stored, refId: 'CallsightVariable', kind: stored.kind ?? 'values' };
}

/** Editor of a template variable. */
export function VariableEditor({ datasource, query, onChange, range }: Props) {
  const id = useId();
  const { tools, error, retry } = useEditorTools(datasource, range);
  const value = readQuery(query);
  const dimensions = tools.catalogue.dimensions
    .filter(({ groupable }) => groupable)
    .map((dimension) => ({ value: dimension.id, label: dimension.title, description: dimension.id }));
  return (
    <Stack direction="column" gap={1.5}>
      {error !== undefined && <CatalogueError text={error} onRetry={retry} />}
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <Field label="List" htmlFor={id} noMargin>
          <Combobox
            id={id}
            width={28}
            options={OPTIONS}
            value={value.kind}
            onChange={({ value: kind }) => onChange({ ...value, kind })}
          />
        </Field>
        {value.kind === 'values' && (
          <ChoiceField
            label="Dimension"
            choices={dimensions}
            value={value.dimension}
            placeholder="Choose a dimension"
            width={28}
            takesOthers
            onChange={(dimension) => onChange(patch(value, { dimension }))}
          />
        )}
        <TextField
          label="Search"
          value={value.search}
          placeholder="Any text"
          width={24}
          onChange={(search) => onChange(patch(value, { search }))}
        />
        {value.kind === 'values' && (
          <LimitField
            value={value.limit}
            most={9_999}
            placeholder="100"
            onChange={(limit) => onChange(patch(value, { limit }))}
          />
        )}
      </Stack>
    </Stack>
  );
}
