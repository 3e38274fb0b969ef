import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Incident } from '../model/incidents';
import { lengthText, timeText } from '../model/time-texts';
import { LevelMark } from '../overview/level-mark';

/** The latest are shown. */
const SHOWN = 10;

interface Props {
  readonly incidents: readonly Incident[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** When it would have fired: begin, length, and how sure it was. */
export function IncidentsTable({ incidents, now }: Props) {
  const styles = useStyles2(getStyles);
  if (incidents.length === 0) return null;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('alerts.incidents.from', 'From')}</th>
          <th scope="col">{t('alerts.incidents.length', 'For')}</th>
          <th scope="col">{t('alerts.incidents.evidence', 'Evidence at its highest')}</th>
        </tr>
      </thead>
      <tbody>
        {[...incidents]
          .reverse()
          .slice(0, SHOWN)
          .map(({ from, to, level, peakScore }) => (
            <tr key={from}>
              <td>
                <LevelMark level={level} /> {timeText(from, now)}
              </td>
              <td>{lengthText(to - from)}</td>
              <td>
                {t('alerts.incidents.score', '{{- percent}} % of what is critical', {
                  percent: Math.round(peakScore * 100),
                })}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    'th, td': { padding: theme.spacing(0.5, 3, 0.5, 0), textAlign: 'left', fontWeight: 'normal' },
    th: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
  }),
});
