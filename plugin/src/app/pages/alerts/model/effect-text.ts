import { t } from '@grafana/i18n';
import type { ThresholdInput } from '@callsight/contract/monitoring/threshold';

type Watching = Pick<ThresholdInput, 'kind' | 'metric' | 'direction'>;

/** What the usual time to find is of: how far off clearly wrong is, by what is watched. Farther off is found sooner. */
export function effectText({ kind, metric, direction }: Watching, unit: string): string {
  if (kind === 'silence') return t('alerts.effect.silence', 'when nobody calls any more');
  if (/\.p\d+$/.test(metric)) return t('alerts.effect.slow', 'when 2.5 times as many are slow');
  const isBelow = direction === 'below';
  if (unit === 'percentunit') {
    return isBelow
      ? t('alerts.effect.half-rate', 'when the rate halves')
      : t('alerts.effect.rate', 'when the rate is 2.5 times as high');
  }
  if (unit === 'short') {
    return isBelow
      ? t('alerts.effect.half', 'when there are half as many')
      : t('alerts.effect.double', 'when there are twice as many');
  }
  return isBelow
    ? t('alerts.effect.less', 'when it falls by a half')
    : t('alerts.effect.more', 'when it rises by a half');
}
