import { t } from '@grafana/i18n';
import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import { formatValue } from './format-value';
import { groupText, silencedText, valueText } from './state-texts';
import { dayText, timeText } from './time-texts';
import { isWrong, type Watched } from './watched';

export interface RowTexts {
  readonly now: string;
  readonly usual: string;
  /** What the text of `usual` is, where no heading says so. */
  readonly usualLabel: string;
  readonly fired: string;
  /** Whether nothing is said of a value. */
  readonly isQuiet: boolean;
  readonly isNoisy: boolean;
}

const DASH = '–';

function suppressedText({ threshold, states }: Watched, now: number): string {
  const [worst] = states;
  const until = threshold.mute_until === undefined ? NaN : Date.parse(threshold.mute_until);
  if (worst?.suppressed_by !== 'mute' || Number.isNaN(until))
    return (worst === undefined ? undefined : silencedText(worst)) ?? DASH;
  return t('alerts.row.muted-until', 'muted until {{- time}}', { time: timeText(until, now) });
}

/** Why a threshold as a whole says nothing now; undefined where it says something. */
function quietText(watched: Watched, now: number): string | undefined {
  switch (watched.level) {
    case 'paused':
      return t('alerts.row.paused', 'paused');
    case 'waiting':
      return t('alerts.row.waiting', 'not judged yet');
    case 'failed':
      return watched.failure ?? DASH;
    case 'closed':
      return t('alerts.row.closed', 'outside its hours');
    case 'suppressed':
      return suppressedText(watched, now);
    default:
      return undefined;
  }
}

function usualText(
  { level, unit, states, threshold }: Watched,
  { baseline, learning_until: until }: ThresholdState,
): string {
  if (level === 'learning' && until !== undefined)
    return t('alerts.row.learning-until', 'learning until {{- day}}', { day: dayText(Date.parse(until)) });
  // What is usual differs from group to group; a limit does not.
  const isOne = states.length === 1 || isWrong(level) || threshold.kind === 'fixed';
  return baseline === null || !isOne ? '' : formatValue(baseline, unit);
}

/** What is wrong, with its group; where nothing is wrong with any of several groups, how many they are. */
function nowText({ states, unit, level }: Watched, worst: ThresholdState): string {
  const value = worst.value === null ? DASH : valueText(worst, unit);
  if (states.length === 1) return value;
  if (isWrong(level)) return `${value} (${groupText(worst.group)})`;
  return t('alerts.row.groups', '{{- number}} groups', { number: states.length });
}

/** What a row of the list says of a threshold: of its worst group, which is named where there are several. */
export function rowTexts(watched: Watched, now: number): RowTexts {
  const { states, level, threshold } = watched;
  const [worst] = states;
  const quiet = quietText(watched, now);
  return {
    now: quiet ?? (worst === undefined ? DASH : nowText(watched, worst)),
    usual: quiet !== undefined || worst === undefined ? '' : usualText(watched, worst),
    usualLabel:
      level === 'learning'
        ? ''
        : threshold.kind === 'fixed'
          ? t('alerts.row.limit', 'limit')
          : t('alerts.row.usual', 'usually'),
    fired: level === 'paused' ? DASH : String(states.reduce((sum, state) => sum + state.fired_24h, 0)),
    isQuiet: quiet !== undefined,
    isNoisy: states.some(({ noisy }) => noisy === true),
  };
}
