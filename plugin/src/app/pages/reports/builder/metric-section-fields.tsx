import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { Filter } from '@callsight/contract/query/request';
import type { Section, SectionOf, SectionType } from '@callsight/contract/reports/section';
import { NumberField } from '../../../controls/number-field';
import { RadioField } from '../../../controls/radio-field';
import { DimensionPicker } from '../../../../fields/dimension-picker';
import { sharedDimensions } from '../../../../fields/dimensions';
import type { EditorTools } from '../../../../fields/editor-tools';
import { FiltersField } from '../../../../fields/filters-field';
import { IntervalField } from '../../../../fields/interval-field';
import { LimitField } from '../../../../fields/limit-field';
import { MetricField } from '../../../../fields/metric-field';
import { OrderField } from '../../../../fields/order-field';
import { patch } from '../../../../fields/patch';
import { chartName } from '../model/section-texts';
import { MetricsField } from './metrics-field';

export interface FieldsProps<Type extends SectionType> {
  readonly section: SectionOf<Type>;
  readonly tools: EditorTools;
  readonly onChange: (section: Section) => void;
}

type WithMetrics = 'findings' | 'kpis' | 'series' | 'bars' | 'table';

/** Metrics, and the calls that they are of; what a type has besides stands between them. */
export function MetricsFields<Type extends WithMetrics>({
  section,
  tools,
  onChange,
  children,
}: FieldsProps<Type> & { readonly children?: ReactNode }) {
  const { filters, ...rest }: SectionOf<WithMetrics> = section;
  // An empty list of metrics stays, so that the service says what is missing.
  const change = (metrics: string[], next: Filter[] | undefined): void =>
    onChange({ ...rest, metrics, ...(next === undefined || next.length === 0 ? {} : { filters: next }) });
  return (
    <>
      <MetricsField catalogue={tools.catalogue} value={rest.metrics} onChange={(next) => change(next, filters)} />
      {children}
      <FiltersField
        value={filters}
        dimensions={sharedDimensions(tools.catalogue, rest.metrics)}
        values={tools.values}
        onChange={(next) => change(rest.metrics, next)}
      />
    </>
  );
}

/** Groups that the service draws where no number is entered. */
const SERIES_LIMIT = '5';

const chartsOf = () => (['line', 'bar', 'stacked'] as const).map((value) => ({ value, label: chartName(value) }));

export function SeriesFields(props: FieldsProps<'series'>) {
  const { section, tools, onChange } = props;
  const styles = useStyles2(getStyles);
  return (
    <MetricsFields {...props}>
      <RadioField
        label={t('reports.section.chart', 'Drawn as')}
        options={chartsOf()}
        value={section.chart}
        onChange={(chart) => onChange({ ...section, chart })}
      />
      <div className={styles.row}>
        <IntervalField
          value={section.interval}
          placeholder={t('reports.section.interval', 'Days')}
          onChange={(interval) => onChange({ ...section, interval: interval ?? '1d' })}
        />
        <NumberField
          label={t('reports.section.goal', 'Goal')}
          description={t('reports.section.goal-text', 'In the unit of the metric: 0.9 is 90 %')}
          value={section.goal}
          placeholder={t('reports.section.no-goal', 'none')}
          onChange={(goal) => onChange(patch(section, { goal }))}
        />
      </div>
      <div className={styles.row}>
        <DimensionPicker
          label={t('reports.section.by', 'A line for each')}
          dimensions={sharedDimensions(tools.catalogue, section.metrics)}
          value={section.groupBy ?? []}
          placeholder={t('reports.section.together', 'All together')}
          onChange={(groupBy) => onChange(patch(section, { groupBy: groupBy.slice(-1) }))}
        />
        <LimitField
          label={t('reports.section.top', 'Top')}
          value={section.limit}
          placeholder={SERIES_LIMIT}
          max={8}
          onChange={(limit) => onChange(patch(section, { limit }))}
        />
      </div>
    </MetricsFields>
  );
}

export function BarsFields(props: FieldsProps<'bars'>) {
  const { section, tools, onChange } = props;
  const styles = useStyles2(getStyles);
  return (
    <MetricsFields {...props}>
      <div className={styles.row}>
        <DimensionPicker
          label={t('reports.section.bar-by', 'A bar for each')}
          dimensions={sharedDimensions(tools.catalogue, section.metrics)}
          value={section.groupBy}
          onChange={(groupBy) => onChange({ ...section, groupBy: groupBy.slice(-1) })}
        />
        <LimitField
          label={t('reports.section.top', 'Top')}
          value={section.limit}
          max={50}
          onChange={(limit) => onChange(patch(section, { limit }))}
        />
      </div>
    </MetricsFields>
  );
}

export function TableFields(props: FieldsProps<'table'>) {
  const { section, tools, onChange } = props;
  const styles = useStyles2(getStyles);
  return (
    <MetricsFields {...props}>
      <div className={styles.row}>
        <DimensionPicker
          label={t('reports.section.row-by', 'A row for each')}
          dimensions={sharedDimensions(tools.catalogue, section.metrics)}
          value={section.groupBy}
          onChange={(groupBy) => onChange({ ...section, groupBy })}
        />
        <OrderField
          metrics={section.metrics}
          known={tools.catalogue.metrics}
          value={section.orderBy}
          onChange={(orderBy) => onChange(patch(section, { orderBy }))}
        />
        <LimitField value={section.limit} max={1_000} onChange={(limit) => onChange(patch(section, { limit }))} />
      </div>
    </MetricsFields>
  );
}

export function HeatmapFields({ section, tools, onChange }: FieldsProps<'heatmap'>) {
  return (
    <>
      <MetricField
        catalogue={tools.catalogue}
        value={section.metric}
        onChange={(metric) => onChange({ ...section, metric })}
      />
      <FiltersField
        value={section.filters}
        dimensions={sharedDimensions(tools.catalogue, [section.metric])}
        values={tools.values}
        onChange={(filters) => onChange(patch(section, { filters }))}
      />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) }),
});
