import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

const whole = getValueFormat('locale');
const short = getValueFormat('short');
const percent = getValueFormat('percentunit');
const time = getValueFormat('s');

/** A count with the separators of the language; `isShort` for narrow places. */
export const formatCount = (count: number, isShort = false): string =>
  formattedValueToString(isShort && count >= 10_000 ? short(count, 1) : whole(count, 0));

/** A rate as a percentage; small and large ones keep a decimal that tells them from nothing and everything. */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–';
  const isWhole = rate === 0 || rate === 1;
  return formattedValueToString(percent(rate, isWhole ? 0 : 1));
}

/** Seconds in the unit that fits. */
export const formatTime = (seconds: number | null): string =>
  seconds === null ? '–' : formattedValueToString(time(seconds, seconds < 10 ? 1 : seconds < 60 ? 0 : 1));

/** How far a rate moved, in percentage points; 0 for what rounds to none. */
export function percentagePoints(now: number, before: number): number {
  const points = (now - before) * 100;
  return Math.abs(points) < 0.05 ? 0 : points;
}

/** The change of a rate in percentage points, with its sign. */
export function formatChange(now: number | null, before: number | null): string | undefined {
  if (now === null || before === null) return undefined;
  const change = percentagePoints(now, before);
  if (change === 0) return t('funnel-panel.change.none', '±0 pp');
  const points = Math.abs(change).toLocaleString(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return change > 0
    ? t('funnel-panel.change.up', '+{{- points}} pp', { points })
    : t('funnel-panel.change.down', '−{{- points}} pp', { points });
}
