import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import type { AbandonmentQuery } from '@callsight/contract/query/funnel';
import { DimensionPicker } from '../../../fields/dimension-picker';
import { FiltersField } from '../../../fields/filters-field';
import { FunnelDefinitionFields } from '../../../fields/funnel-definition-fields';
import { IntervalField } from '../../../fields/interval-field';
import { LimitField } from '../../../fields/limit-field';
import { ofDataset } from '../../../fields/dimensions';
import type { PartEditorProps } from '../../../fields/editor-tools';
import { patch } from '../../../fields/patch';

/** Where and why calls leave a funnel. */
export function AbandonmentEditor({ value, onChange, tools }: PartEditorProps<AbandonmentQuery['abandonment']>) {
  const { groupBy = [], interval, filters, limit } = value;
  const dimensions = ofDataset(tools.catalogue, 'calls');
  return (
    <Stack direction="column" gap={1.5}>
      <FunnelDefinitionFields value={value} onChange={onChange} tools={tools} />
      <FiltersField
        value={filters}
        dimensions={dimensions}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <DimensionPicker
          dimensions={dimensions}
          value={groupBy}
          placeholder={t('query-editor.abandonment.end-reason', 'End reason')}
          onChange={(next) => onChange(patch(value, { groupBy: next }))}
        />
        <IntervalField
          value={interval}
          placeholder={t('query-editor.interval.no-trend', 'None: no trend')}
          onChange={(next) => onChange(patch(value, { interval: next }))}
        />
        <LimitField value={limit} max={10_000} onChange={(next) => onChange(patch(value, { limit: next }))} />
      </Stack>
    </Stack>
  );
}
