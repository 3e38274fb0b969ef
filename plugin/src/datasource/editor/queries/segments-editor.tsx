import { Field, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { useId, useMemo } from 'react';
import type { SegmentsQuery } from '@callsight/contract/query/segments';
import { ChoiceField } from '../fields/choice-field';
import { FiltersField } from '../fields/filters-field';
import { FunnelDefinitionFields } from '../fields/funnel-definition-fields';
import { LimitField } from '../fields/limit-field';
import { MetricPicker } from '../fields/metric-picker';
import { ofDataset, sharedDimensions } from '../fields/dimensions';
import { TextField } from '../fields/text-field';
import { toValue } from '../fields/filter-values';
import type { PartEditorProps } from '../editor-tools';
import { patch } from '../patch';

type Subject = 'metrics' | 'funnel';

const SUBJECTS: { value: Subject; label: string }[] = [
  { value: 'metrics', label: 'Metrics' },
  { value: 'funnel', label: 'A funnel' },
];

/** Whether a difference between segments could be chance. */
export function SegmentsEditor({ value, onChange, tools }: PartEditorProps<SegmentsQuery['segments']>) {
  const id = useId();
  const { metrics = [], funnel, by, baseline, of, filters, limit } = value;
  const { catalogue } = tools;
  const dimensions = useMemo(
    () => (funnel === undefined ? sharedDimensions(catalogue, metrics) : ofDataset(catalogue, 'calls')),
    [catalogue, funnel, metrics],
  );
  const groups = useMemo(
    () =>
      dimensions
        .filter(({ groupable }) => groupable)
        .map((dimension) => ({ value: dimension.id, label: dimension.title, description: dimension.id })),
    [dimensions],
  );
  const type = dimensions.find((dimension) => dimension.id === by)?.type;
  const setSubject = (subject: Subject): void =>
    onChange(
      subject === 'funnel'
        ? patch(value, { metrics: undefined, funnel: funnel ?? { id: 'appointment' } })
        : patch(value, { funnel: undefined, metrics: metrics.length > 0 ? metrics : ['calls.answer_rate'] }),
    );
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <Field label="Compare" htmlFor={id} noMargin>
          <RadioButtonGroup
            id={id}
            options={SUBJECTS}
            value={funnel === undefined ? 'metrics' : 'funnel'}
            onChange={setSubject}
          />
        </Field>
        {funnel === undefined && (
          <MetricPicker
            label="Rates and means"
            catalogue={catalogue}
            value={metrics}
            onChange={(next) => onChange(patch(value, { metrics: next }))}
          />
        )}
        {of === undefined ? (
          <>
            <ChoiceField
              label="By"
              choices={groups}
              value={by}
              placeholder="Choose a dimension"
              takesOthers
              onChange={(next) => onChange(patch(value, { by: next, baseline: undefined }))}
            />
            <TextField
              label="Baseline"
              value={baseline === undefined ? undefined : String(baseline)}
              placeholder="Most frequent value"
              width={24}
              onChange={(text) =>
                onChange(patch(value, { baseline: text === undefined ? undefined : toValue(text, type) }))
              }
            />
            <LimitField value={limit} most={100} onChange={(next) => onChange(patch(value, { limit: next }))} />
          </>
        ) : (
          <Text color="secondary">
            {of.length} segments of their own:{' '}
            {of.map(({ title }, index) => title ?? `Segment ${index + 1}`).join(', ')}
          </Text>
        )}
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
