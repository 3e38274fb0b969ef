import { dateTime, type DateTime } from '@grafana/data';
import { t } from '@grafana/i18n';

export interface MuteChoice {
  readonly label: string;
  /** Epoch milliseconds. */
  readonly until: (now: number) => number;
}

const HOUR_MS = 3_600_000;

const morning = (time: DateTime): DateTime => time.startOf('day').add(8, 'hours');

/** Lengths of time that a threshold is muted for. */
export const muteChoices = (): MuteChoice[] => [
  { label: t('alerts.mute.hour', 'For 1 hour'), until: (now) => now + HOUR_MS },
  { label: t('alerts.mute.hours', 'For 4 hours'), until: (now) => now + 4 * HOUR_MS },
  {
    label: t('alerts.mute.tomorrow', 'Until tomorrow, 8:00'),
    until: (now) => morning(dateTime(now).add(1, 'day')).valueOf(),
  },
  {
    label: t('alerts.mute.week', 'For a week'),
    until: (now) => dateTime(now).add(7, 'days').valueOf(),
  },
];
