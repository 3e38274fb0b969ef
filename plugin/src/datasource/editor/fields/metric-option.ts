import type { ComboboxOption } from '@grafana/ui';
import type { DatasetEntry, GoodDirection, MetricEntry } from '@callsight/contract/query/catalogue';

const GOOD: Readonly<Record<GoodDirection, string>> = {
  up: '↑ more is better',
  down: '↓ less is better',
  none: 'neither better nor worse',
};

/** What the ids of Grafana's units are called. */
const UNITS: Readonly<Record<string, string>> = {
  short: 'number',
  none: 'number',
  percentunit: '%',
  percent: '%',
  s: 'seconds',
  ms: 'milliseconds',
};

/** A metric as it is offered: its title, and below it id, unit, direction and description. */
export function metricOption(
  { id, title, description, unit, good, dataset, custom }: MetricEntry,
  datasets: readonly DatasetEntry[],
): ComboboxOption {
  const group = custom ? 'Custom metrics' : (datasets.find((known) => known.id === dataset)?.title ?? dataset);
  return {
    value: id,
    label: title,
    description: [id, UNITS[unit] ?? unit, GOOD[good], description].filter((text) => text !== '').join(' · '),
    group,
  };
}
