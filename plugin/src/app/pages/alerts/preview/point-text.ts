import { t } from '@grafana/i18n';
import { formatValue } from '../model/format-value';
import type { PreviewPoint } from '../model/preview-model';
import { timeText } from '../model/time-texts';

interface Options {
  readonly unit: string;
  /** Whether it is compared with a limit instead of with what is usual. */
  readonly isLimit: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

function comparedText({ baseline, low, high }: PreviewPoint, { unit, isLimit }: Options): string | undefined {
  if (baseline === undefined) return undefined;
  const value = formatValue(baseline, unit);
  if (isLimit) return t('alerts.point.limit', 'limit {{- value}}', { value });
  if (low === undefined || high === undefined) return t('alerts.point.usual', 'usually {{- value}}', { value });
  return t('alerts.point.usual-range', 'usually {{- value}} ({{- low}} to {{- high}})', {
    value,
    low: formatValue(low, unit),
    high: formatValue(high, unit),
  });
}

/** A point in words: when, what, and what is usual. */
export function pointText(point: PreviewPoint, options: Options): string {
  const value =
    point.value === undefined ? t('alerts.point.no-value', 'no value') : formatValue(point.value, options.unit);
  const parts = [value, comparedText(point, options)].filter((part) => part !== undefined);
  return `${timeText(point.at, options.now)}: ${parts.join(', ')}`;
}
