import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import type { CallsightQuery } from '../../callsight-query';
import { ComparisonField } from '../../../fields/comparison-field';
import { DimensionPicker } from '../../../fields/dimension-picker';
import { FiltersField } from '../../../fields/filters-field';
import { FormatField } from '../../../fields/format-field';
import { IntervalField } from '../../../fields/interval-field';
import { LimitField } from '../../../fields/limit-field';
import { MetricPicker } from '../../../fields/metric-picker';
import { OrderField } from '../../../fields/order-field';
import { hasUsualRange, UsualRangeField } from '../../../fields/usual-range-field';
import { sharedDimensions } from '../../../fields/dimensions';
import type { PartEditorProps } from '../../../fields/editor-tools';
import { patch } from '../../../fields/patch';

interface Props extends PartEditorProps<CallsightQuery> {
  readonly isLoading: boolean;
}

/** An order by a metric that is no longer asked would be refused. */
function withMetrics(query: CallsightQuery, metrics: string[]): CallsightQuery {
  const { orderBy } = query;
  const isOrdered = orderBy !== undefined && metrics.includes(orderBy.metric);
  return patch(query, { metrics, orderBy: isOrdered ? orderBy : undefined });
}

/** What is usual is of a part of a week, or of a week: asked for with another interval, it would be refused. */
const withInterval = (query: CallsightQuery, interval: string | undefined): CallsightQuery =>
  patch(query, { interval, baseline: hasUsualRange({ interval }) ? query.baseline : undefined });

/** Numbers over time, or by group. */
export function MetricsEditor({ value: query, onChange, tools, isLoading }: Props) {
  const { metrics = [], groupBy = [], interval, filters, compare, orderBy, limit, format } = query;
  const dimensions = sharedDimensions(tools.catalogue, metrics);
  return (
    <Stack direction="column" gap={1.5}>
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <MetricPicker
          catalogue={tools.catalogue}
          value={metrics}
          isLoading={isLoading}
          onChange={(chosen) => onChange(withMetrics(query, chosen))}
        />
        <DimensionPicker
          dimensions={dimensions}
          value={groupBy}
          onChange={(chosen) => onChange(patch(query, { groupBy: chosen }))}
        />
      </Stack>
      <FiltersField
        value={filters}
        dimensions={dimensions}
        values={tools.values}
        onChange={(chosen) => onChange(patch(query, { filters: chosen }))}
      />
      <Stack gap={1} wrap="wrap" alignItems="flex-end">
        <IntervalField
          value={interval}
          placeholder={t('query-editor.interval.one-value', 'None: one value')}
          onChange={(chosen) => onChange(withInterval(query, chosen))}
        />
        <ComparisonField value={compare} onChange={(chosen) => onChange(patch(query, { compare: chosen }))} />
        <UsualRangeField query={query} onChange={(chosen) => onChange(patch(query, { baseline: chosen }))} />
        <OrderField
          metrics={metrics}
          known={tools.catalogue.metrics}
          value={orderBy}
          onChange={(chosen) => onChange(patch(query, { orderBy: chosen }))}
        />
        <LimitField
          label={t('query-editor.limit.top', 'Top')}
          value={limit}
          placeholder={t('query-editor.limit.all-groups', 'All groups')}
          max={100_000}
          onChange={(chosen) => onChange(patch(query, { limit: chosen }))}
        />
        {(interval !== undefined || compare !== undefined) && (
          <FormatField
            hasInterval={interval !== undefined}
            value={format}
            onChange={(chosen) => onChange({ ...query, format: chosen })}
          />
        )}
      </Stack>
    </Stack>
  );
}
