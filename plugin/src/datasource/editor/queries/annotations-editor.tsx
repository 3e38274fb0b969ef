import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import { useMemo } from 'react';
import type { AnnotationKind, AnnotationsQuery } from '@callsight/contract/query/annotations';
import { ChoicesField } from '../../../fields/choices-field';
import { FiltersField } from '../../../fields/filters-field';
import { LimitField } from '../../../fields/limit-field';
import type { PartEditorProps } from '../../../fields/editor-tools';
import { patch } from '../../../fields/patch';

const titlesOf = (): Readonly<Record<AnnotationKind, string>> => ({
  agent_version: t('query-editor.annotations.agent-versions', 'New versions of agents'),
  incident: t('query-editor.annotations.incidents', 'Incidents'),
});

const choicesOf = () => Object.entries(titlesOf()).map(([value, label]) => ({ value, label }));

/** What happened, to be drawn over a chart. */
export function AnnotationsEditor({ value, onChange, tools }: PartEditorProps<AnnotationsQuery['annotations']>) {
  const { kinds = [], filters, limit } = value;
  const choices = useMemo(() => choicesOf(), []);
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <ChoicesField
          label={t('query-editor.annotations.kinds', 'Kinds')}
          choices={choices}
          value={kinds}
          placeholder={t('query-editor.annotations.all-kinds', 'All kinds')}
          width={40}
          onChange={(next) => onChange(patch(value, { kinds: next }))}
        />
        <LimitField value={limit} max={10_000} onChange={(next) => onChange(patch(value, { limit: next }))} />
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
