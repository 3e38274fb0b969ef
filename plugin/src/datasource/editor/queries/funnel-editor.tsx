import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import type { FunnelQuery } from '@callsight/contract/query/funnel';
import { ComparisonField } from '../../../fields/comparison-field';
import { DimensionPicker } from '../../../fields/dimension-picker';
import { FiltersField } from '../../../fields/filters-field';
import { FlagField } from '../../../fields/flag-field';
import { FunnelDefinitionFields } from '../../../fields/funnel-definition-fields';
import { IntervalField } from '../../../fields/interval-field';
import { LimitField } from '../../../fields/limit-field';
import { ofDataset } from '../../../fields/dimensions';
import type { PartEditorProps } from '../../../fields/editor-tools';
import { patch } from '../../../fields/patch';

/** How far calls or callers come. */
export function FunnelEditor({ value, onChange, tools }: PartEditorProps<FunnelQuery['funnel']>) {
  const { breakdown = [], interval, filters, limit, histogram, compare } = value;
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
          label={t('query-editor.funnel.breakdown', 'Break down by')}
          dimensions={dimensions}
          value={[breakdown].flat()}
          onChange={(next) => onChange(patch(value, { breakdown: next }))}
        />
        <LimitField
          label={t('query-editor.limit.top', 'Top')}
          value={limit}
          placeholder={t('query-editor.limit.all-groups', 'All groups')}
          max={10_000}
          onChange={(next) => onChange(patch(value, { limit: next }))}
        />
        <IntervalField
          value={interval}
          placeholder={t('query-editor.interval.no-trend', 'None: no trend')}
          onChange={(next) => onChange(patch(value, { interval: next }))}
        />
        <ComparisonField value={compare} onChange={(next) => onChange(patch(value, { compare: next }))} />
        <FlagField
          label={t('query-editor.funnel.histogram', 'Histogram of times')}
          value={histogram === true}
          onChange={(next) => onChange(patch(value, { histogram: next ? true : undefined }))}
        />
      </Stack>
    </Stack>
  );
}
