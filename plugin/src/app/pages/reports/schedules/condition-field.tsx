import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import {
  type Condition,
  CONDITION_MEASURES,
  CONDITION_OPERATORS,
  type ConditionOperator,
} from '@callsight/contract/reports/schedule';
import { NumberField } from '../../../controls/number-field';
import type { EditorTools } from '../../../../fields/editor-tools';
import { MetricField } from '../../../../fields/metric-field';
import { patch } from '../../../../fields/patch';
import { readThresholds } from '../../alerts/alerts-api';

interface Props {
  readonly value: Condition | undefined;
  readonly tools: EditorTools;
  readonly onChange: (condition: Condition | undefined) => void;
}

type Kind = 'always' | 'has_data' | 'metric' | 'threshold';
type MetricCondition = Extract<Condition, { readonly metric: string }>;
type Measure = NonNullable<MetricCondition['of']>;

const kindOf = (condition: Condition | undefined): Kind => {
  if (condition === undefined) return 'always';
  if ('has_data' in condition) return 'has_data';
  return 'threshold' in condition ? 'threshold' : 'metric';
};

const kindsOf = (): { value: Kind; label: string }[] => [
  { value: 'always', label: t('reports.condition.always', 'Always') },
  { value: 'has_data', label: t('reports.condition.has-data', 'Only if there were calls') },
  { value: 'metric', label: t('reports.condition.metric', 'Only if a metric is …') },
  { value: 'threshold', label: t('reports.condition.threshold', 'Only if a threshold fired') },
];

const measureName = (measure: Measure): string =>
  ({
    value: t('reports.condition.value', 'Its value'),
    change: t('reports.condition.change', 'Its change from the period before'),
    anomaly: t('reports.condition.anomaly', 'Its distance from what is usual'),
  })[measure];

function MetricConditionFields({
  value,
  tools,
  onChange,
}: {
  readonly value: MetricCondition;
  readonly tools: EditorTools;
  readonly onChange: (condition: MetricCondition) => void;
}) {
  const id = useId();
  return (
    <>
      <MetricField
        catalogue={tools.catalogue}
        value={value.metric}
        onChange={(metric) => onChange({ ...value, metric })}
      />
      <Field label={t('reports.condition.of', 'Of it')} htmlFor={`${id}-of`} noMargin>
        <Combobox<Measure>
          id={`${id}-of`}
          width={32}
          options={CONDITION_MEASURES.map((one) => ({ value: one, label: measureName(one) }))}
          value={value.of ?? 'value'}
          onChange={({ value: of }) => onChange(patch(value, { of: of === 'value' ? undefined : of }))}
        />
      </Field>
      <Field label={t('reports.condition.is', 'Is')} htmlFor={`${id}-op`} noMargin>
        <Combobox<ConditionOperator>
          id={`${id}-op`}
          width={10}
          options={CONDITION_OPERATORS.map((one) => ({ value: one, label: one }))}
          value={value.op}
          onChange={({ value: op }) => onChange({ ...value, op })}
        />
      </Field>
      <NumberField
        label={t('reports.condition.than', 'Than')}
        description={t('reports.condition.than-text', '0.1 is 10 %')}
        value={value.value}
        onChange={(number) => onChange({ ...value, value: number ?? 0 })}
      />
    </>
  );
}

/** When a report is worth sending; judged when its data is complete. */
export function ConditionField({ value, tools, onChange }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const kind = kindOf(value);
  const thresholds = useQuery({ queryKey: ['thresholds'], queryFn: readThresholds, enabled: kind === 'threshold' });
  const choose = (next: Kind): void => {
    if (next === 'always') onChange(undefined);
    else if (next === 'has_data') onChange({ has_data: true });
    else if (next === 'metric') onChange({ metric: 'calls.count', op: '>', value: 0 });
    else onChange({ threshold: '' });
  };
  return (
    <div className={styles.row}>
      <Field label={t('reports.condition.label', 'Sent')} htmlFor={`${id}-kind`} noMargin>
        <Combobox<Kind>
          id={`${id}-kind`}
          width={28}
          options={kindsOf()}
          value={kind}
          onChange={(option) => choose(option.value)}
        />
      </Field>
      {value !== undefined && 'metric' in value && (
        <MetricConditionFields value={value} tools={tools} onChange={onChange} />
      )}
      {value !== undefined && 'threshold' in value && (
        <Field label={t('reports.condition.which', 'Threshold')} htmlFor={`${id}-threshold`} noMargin>
          <Combobox
            id={`${id}-threshold`}
            width={32}
            options={(thresholds.data ?? []).map((one) => ({ value: one.id, label: one.title }))}
            value={value.threshold === '' ? null : value.threshold}
            placeholder={t('reports.condition.choose', 'Choose a threshold')}
            onChange={(option) => onChange({ ...value, threshold: option.value })}
          />
        </Field>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
});
