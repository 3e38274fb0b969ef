import { Stack } from '@grafana/ui';
import type { AnnotationKind, AnnotationsQuery } from '@callsight/contract/query/annotations';
import { ChoicesField } from '../fields/choices-field';
import { FiltersField } from '../fields/filters-field';
import { LimitField } from '../fields/limit-field';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

const TITLES: Readonly<Record<AnnotationKind, string>> = {
  agent_version: 'New versions of agents',
  incident: 'Incidents',
};

const CHOICES = Object.entries(TITLES).map(([value, label]) => ({ value, label }));

/** What happened, to be drawn over a chart. */
export function AnnotationsEditor({ value, onChange, tools }: PartEditorProps<AnnotationsQuery['annotations']>) {
  const { kinds = [], filters, limit } = value;
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <ChoicesField
          label="Kinds"
          choices={CHOICES}
          value={kinds}
          placeholder="All kinds"
          width={40}
          onChange={(next) => onChange(patch(value, { kinds: next }))}
        />
        <LimitField value={limit} most={10_000} onChange={(next) => onChange(patch(value, { limit: next }))} />
      </Stack>
      <FiltersField
        value={filters}
        dimensions={tools.catalogue.dimensions}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
    </Stack>
  );
}
