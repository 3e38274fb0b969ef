import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import { useMemo } from 'react';
import type { PathsQuery } from '@callsight/contract/query/funnel';
import { ChoicesField } from '../choices-field';
import { FiltersField } from '../filters-field';
import { FlagField } from '../flag-field';
import { LimitField } from '../limit-field';
import { ofDataset } from '../dimensions';
import { UnitField } from '../unit-field';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

/** Which step follows on which. */
export function PathsEditor({ value, onChange, tools }: PartEditorProps<PathsQuery['paths']>) {
  const { unit, steps = [], collapse, filters, limit } = value;
  const known = tools.catalogue.steps;
  const choices = useMemo(() => known.map(({ id, title }) => ({ value: id, label: title, description: id })), [known]);
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <UnitField
          value={unit}
          placeholder={t('query-editor.unit.calls', 'Calls')}
          onChange={(next) => onChange(patch(value, { unit: next }))}
        />
        <ChoicesField
          label={t('query-editor.paths.steps', 'Only these steps')}
          choices={choices}
          value={steps}
          placeholder={t('query-editor.paths.all-steps', 'All steps')}
          width={40}
          onChange={(next) => onChange(patch(value, { steps: next }))}
        />
        <LimitField value={limit} max={10_000} onChange={(next) => onChange(patch(value, { limit: next }))} />
        <FlagField
          label={t('query-editor.paths.collapse', 'Count repeats once')}
          value={collapse === true}
          onChange={(next) => onChange(patch(value, { collapse: next ? true : undefined }))}
        />
      </Stack>
      <FiltersField
        value={filters}
        dimensions={ofDataset(tools.catalogue, 'calls')}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
    </Stack>
  );
}
