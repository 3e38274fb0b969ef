import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { DimensionEntry } from '@callsight/contract/query/catalogue';
import type { SegmentsQuery } from '@callsight/contract/query/segments';
import { ChoiceField } from '../choice-field';
import { FiltersField } from '../filters-field';
import { FunnelDefinitionFields } from '../funnel-definition-fields';
import { LimitField } from '../limit-field';
import { MetricPicker } from '../metric-picker';
import { ofDataset, sharedDimensions } from '../dimensions';
import { TextField } from '../text-field';
import { toValue } from '../filter-values';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

type Subject = 'metrics' | 'funnel';

const subjectsOf = (): { value: Subject; label: string }[] => [
  { value: 'metrics', label: t('query-editor.segments.metrics', 'Metrics') },
  { value: 'funnel', label: t('query-editor.segments.funnel', 'A funnel') },
];

const segmentName = (number: number): string => t('query-editor.segments.number', 'Segment {{- number}}', { number });

type Segments = SegmentsQuery['segments'];

interface GroupProps {
  readonly value: Segments;
  readonly dimensions: readonly DimensionEntry[];
  readonly onChange: (value: Segments) => void;
}

/** Which segments are compared: the values of a dimension against one of them, or segments that the query has. */
function SegmentGroups({ value, dimensions, onChange }: GroupProps) {
  const { by, baseline, of, limit } = value;
  const groups = useMemo(
    () =>
      dimensions
        .filter(({ groupable }) => groupable)
        .map((dimension) => ({ value: dimension.id, label: dimension.title, description: dimension.id })),
    [dimensions],
  );
  if (of !== undefined) {
    return (
      <Text color="secondary">
        {t('query-editor.segments.own', '', {
          count: of.length,
          titles: of.map(({ title }, index) => title ?? segmentName(index + 1)).join(', '),
          defaultValue_one: '{{count}} segment of its own: {{- titles}}',
          defaultValue_other: '{{count}} segments of their own: {{- titles}}',
        })}
      </Text>
    );
  }
  const type = dimensions.find((dimension) => dimension.id === by)?.type;
  return (
    <>
      <ChoiceField
        label={t('query-editor.segments.by', 'By')}
        choices={groups}
        value={by}
        placeholder={t('query-editor.filters.choose-dimension', 'Choose a dimension')}
        takesOthers
        onChange={(next) => onChange(patch(value, { by: next, baseline: undefined }))}
      />
      <TextField
        label={t('query-editor.segments.baseline', 'Baseline')}
        value={baseline === undefined ? undefined : String(baseline)}
        placeholder={t('query-editor.segments.most-frequent', 'Most frequent value')}
        width={24}
        onChange={(text) => onChange(patch(value, { baseline: text === undefined ? undefined : toValue(text, type) }))}
      />
      <LimitField value={limit} max={100} onChange={(next) => onChange(patch(value, { limit: next }))} />
    </>
  );
}

/** Whether a difference between segments could be chance. */
export function SegmentsEditor({ value, onChange, tools }: PartEditorProps<Segments>) {
  const id = useId();
  const { metrics = [], funnel, filters } = value;
  const { catalogue } = tools;
  const dimensions = useMemo(
    () => (funnel === undefined ? sharedDimensions(catalogue, metrics) : ofDataset(catalogue, 'calls')),
    [catalogue, funnel, metrics],
  );
  const setSubject = (subject: Subject): void =>
    onChange(
      subject === 'funnel'
        ? patch(value, { metrics: undefined, funnel: funnel ?? { id: 'appointment' } })
        : patch(value, { funnel: undefined, metrics: metrics.length > 0 ? metrics : ['calls.answer_rate'] }),
    );
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <Field label={t('query-editor.segments.compare', 'Compare')} htmlFor={id} noMargin>
          <RadioButtonGroup
            id={id}
            options={subjectsOf()}
            value={funnel === undefined ? 'metrics' : 'funnel'}
            onChange={setSubject}
          />
        </Field>
        {funnel === undefined && (
          <MetricPicker
            label={t('query-editor.segments.rates', 'Rates and means')}
            catalogue={catalogue}
            value={metrics}
            onChange={(next) => onChange(patch(value, { metrics: next }))}
          />
        )}
        <SegmentGroups value={value} dimensions={dimensions} onChange={onChange} />
      </Stack>
      {funnel !== undefined && (
        <FunnelDefinitionFields
          value={funnel}
          onChange={(next) => onChange({ ...value, funnel: next })}
          tools={tools}
        />
      )}
      <FiltersField
        value={filters}
        dimensions={dimensions}
        values={tools.values}
        onChange={(next) => onChange(patch(value, { filters: next }))}
      />
    </Stack>
  );
}
