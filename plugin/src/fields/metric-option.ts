import { t } from '@grafana/i18n';
import type { ComboboxOption } from '@grafana/ui';
import type { DatasetEntry, GoodDirection, MetricEntry } from '@callsight/contract/query/catalogue';

const goodOf = (good: GoodDirection): string =>
  ({
    up: t('query-editor.metrics.more-is-better', '↑ more is better'),
    down: t('query-editor.metrics.less-is-better', '↓ less is better'),
    none: t('query-editor.metrics.neither-is-better', 'neither better nor worse'),
  })[good];

/** What the ids of Grafana's units are called; others are shown as they are. */
function unitOf(unit: string): string {
  switch (unit) {
    case 'short':
    case 'none':
      return t('query-editor.metrics.unit-number', 'number');
    case 'percentunit':
    case 'percent':
      return '%';
    case 's':
      return t('query-editor.metrics.unit-seconds', 'seconds');
    case 'ms':
      return t('query-editor.metrics.unit-milliseconds', 'milliseconds');
    default:
      return unit;
  }
}

/** A metric as it is offered: its title, and below it id, unit, direction and description. */
export function metricOption(
  { id, title, description, unit, good, dataset, custom }: MetricEntry,
  datasets: readonly DatasetEntry[],
): ComboboxOption {
  const group = custom
    ? t('query-editor.metrics.custom', 'Custom metrics')
    : (datasets.find((known) => known.id === dataset)?.title ?? dataset);
  return {
    value: id,
    label: title,
    description: [id, unitOf(unit), goodOf(good), description].filter((text) => text !== '').join(' · '),
    group,
  };
}
