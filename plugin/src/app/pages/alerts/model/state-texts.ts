import { t } from '@grafana/i18n';
import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { formatValue } from './format-value';
import type { Watched, WatchedLevel } from './watched';

export const levelName = (level: WatchedLevel): string =>
  ({
    critical: t('alerts.level.critical', 'Critical'),
    warning: t('alerts.level.warning', 'Warning'),
    ok: t('alerts.level.ok', 'As usual'),
    learning: t('alerts.level.learning', 'Learning'),
    suppressed: t('alerts.level.suppressed', 'Silenced'),
    closed: t('alerts.level.closed', 'Outside its hours'),
    failed: t('alerts.level.failed', 'Cannot be judged'),
    paused: t('alerts.level.paused', 'Paused'),
    waiting: t('alerts.level.waiting', 'Not judged yet'),
  })[level];

/** The group of a state in words; empty for a threshold without groups. */
export const groupText = (group: ThresholdState['group']): string =>
  Object.values(group)
    .map((value) => (value === null ? t('alerts.group.none', '(none)') : String(value)))
    .join(' · ');

/** What a state shows now. */
export function valueText({ value }: ThresholdState, unit: string): string {
  return value === null ? t('alerts.value.none', 'no value') : formatValue(value, unit);
}

/** What a value is compared with, in words; undefined where nothing is known. */
function comparedText({ baseline }: ThresholdState, kind: Threshold['kind'], unit: string): string | undefined {
  if (baseline === null) return undefined;
  const values = { value: formatValue(baseline, unit) };
  return kind === 'fixed'
    ? t('alerts.compared.limit', 'limit {{- value}}', values)
    : t('alerts.compared.usual', 'usually {{- value}}', values);
}

/** How many stand behind a value, such as `480 turns`. */
export function numberText({ n }: ThresholdState, { metric, threshold }: Watched): string | undefined {
  // A count is itself the number.
  if (n === null || metric === undefined || threshold.kind === 'silence') return undefined;
  const number = formatValue(n, 'short');
  switch (metric.dataset) {
    case 'calls':
      return t('alerts.number.calls', '', {
        count: n,
        number,
        defaultValue_one: '{{- number}} call',
        defaultValue_other: '{{- number}} calls',
      });
    case 'turns':
      return t('alerts.number.turns', '', {
        count: n,
        number,
        defaultValue_one: '{{- number}} turn',
        defaultValue_other: '{{- number}} turns',
      });
    case 'appointments':
      return t('alerts.number.bookings', '', {
        count: n,
        number,
        defaultValue_one: '{{- number}} booking',
        defaultValue_other: '{{- number}} bookings',
      });
    default:
      return t('alerts.number.other', 'n = {{- number}}', { number });
  }
}

/** What a person is told about a state beside its value: what is usual, and how many stand behind it. */
export function detailText(state: ThresholdState, watched: Watched): string {
  const { value } = state;
  const parts = [comparedText(state, watched.threshold.kind, watched.unit)];
  if (state.n !== value) parts.push(numberText(state, watched));
  return parts.filter((part) => part !== undefined).join(', ');
}

/** Why a threshold or a group says nothing, in words; undefined where it does. */
export function silencedText({ suppressed_by: by }: ThresholdState): string | undefined {
  if (by === undefined) return undefined;
  return by === 'mute'
    ? t('alerts.silenced.mute', 'muted')
    : t('alerts.silenced.component', '{{- component}} is down', { component: by });
}
