import { t } from '@grafana/i18n';
import type { Incident } from '../model/incidents';

/** How often a threshold would have fired, in words. */
export function firedText(incidents: readonly Incident[]): string {
  const critical = incidents.filter(({ level }) => level === 'critical').length;
  const warnings = incidents.length - critical;
  const parts: string[] = [];
  if (critical > 0) {
    parts.push(
      t('alerts.fired.critical', '', {
        count: critical,
        defaultValue_one: 'it would have fired once',
        defaultValue_other: 'it would have fired {{count}} times',
      }),
    );
  }
  if (warnings > 0) {
    parts.push(
      t('alerts.fired.warning', '', {
        count: warnings,
        defaultValue_one: 'it would have warned once',
        defaultValue_other: 'it would have warned {{count}} times',
      }),
    );
  }
  return parts.length === 0 ? t('alerts.fired.never', 'it would not have fired') : parts.join(', ');
}
