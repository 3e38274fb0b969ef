import { t } from '@grafana/i18n';
import { dayText } from './time-texts';
import { isWrong, type Watched } from './watched';

/** All thresholds in a sentence. */
export function headline(watched: readonly Watched[]): string {
  const wrong = watched.filter(({ level }) => isWrong(level)).length;
  if (wrong > 0) {
    return t('alerts.headline.wrong', '', {
      count: wrong,
      defaultValue_one: 'One thing is wrong',
      defaultValue_other: '{{count}} things are wrong',
    });
  }
  if (watched.some(({ level }) => level === 'failed')) {
    return t('alerts.headline.failed', 'Nothing is known to be wrong, but not everything can be judged');
  }
  return t('alerts.headline.ok', 'Nothing is wrong');
}

const countOf = (watched: readonly Watched[], level: Watched['level']): number =>
  watched.filter((one) => one.level === level).length;

/** When the last of what is being learned is known; epoch milliseconds. */
function learningUntil(watched: readonly Watched[]): number | undefined {
  const times = watched.flatMap(({ states }) =>
    states.flatMap(({ learning_until: until }) => (until === undefined ? [] : [Date.parse(until)])),
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** How much is watched, and what of it says nothing. */
export function watchedLine(watched: readonly Watched[]): string {
  const groups = watched.reduce((sum, { states }) => sum + states.length, 0);
  const parts = [
    t('alerts.summary.thresholds', '', {
      count: watched.filter(({ level }) => level !== 'paused').length,
      defaultValue_one: '{{count}} threshold watches',
      defaultValue_other: '{{count}} thresholds watch',
    }) +
      ' ' +
      t('alerts.summary.groups', '', {
        count: groups,
        defaultValue_one: '{{count}} group',
        defaultValue_other: '{{count}} groups',
      }),
  ];
  const [critical, warning] = [countOf(watched, 'critical'), countOf(watched, 'warning')];
  if (critical > 0) parts.push(t('alerts.summary.critical', '{{- number}} critical', { number: critical }));
  if (warning > 0) {
    parts.push(
      t('alerts.summary.warning', '', {
        count: warning,
        defaultValue_one: '{{count}} warning',
        defaultValue_other: '{{count}} warnings',
      }),
    );
  }
  const learning = countOf(watched, 'learning');
  const until = learningUntil(watched);
  if (learning > 0) {
    parts.push(
      until === undefined
        ? t('alerts.summary.learning', '{{- number}} learning', { number: learning })
        : t('alerts.summary.learning-until', '{{- number}} learning until {{- day}}', {
            number: learning,
            day: dayText(until),
          }),
    );
  }
  const muted = watched.filter(({ states }) => states.some(({ suppressed_by: by }) => by === 'mute')).length;
  if (muted > 0) parts.push(t('alerts.summary.muted', '{{- number}} muted', { number: muted }));
  const paused = countOf(watched, 'paused');
  if (paused > 0) parts.push(t('alerts.summary.paused', '{{- number}} paused', { number: paused }));
  return parts.join(' · ');
}
