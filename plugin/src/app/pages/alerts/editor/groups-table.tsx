import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { groupText, levelName, numberText, silencedText, valueText } from '../model/state-texts';
import { formatValue } from '../model/format-value';
import { dayText } from '../model/time-texts';
import type { Watched } from '../model/watched';
import { LevelMark } from '../overview/level-mark';
import { tableStyles } from '../../../controls/table-styles';

interface Props {
  readonly watched: Watched;
}

/** How things are with each group, the worst first. */
export function GroupsTable({ watched }: Props) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const { states, unit } = watched;
  return (
    <section aria-label={t('alerts.groups.label', 'Groups')}>
      <h3 className={styles.title}>{t('alerts.groups.title', '{{- number}} groups now', { number: states.length })}</h3>
      <div className={cx(table.scroll, styles.scroll)}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('alerts.groups.group', 'Group')}</th>
              <th scope="col">{t('alerts.groups.state', 'State')}</th>
              <th scope="col">{t('alerts.groups.now', 'Now')}</th>
              <th scope="col">{t('alerts.groups.usual', 'Usual or limit')}</th>
              <th scope="col">{t('alerts.groups.number', 'Of')}</th>
              <th scope="col">{t('alerts.groups.evidence', 'Evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {states.map((state) => (
              <tr key={JSON.stringify(state.group)}>
                <th scope="row">{groupText(state.group)}</th>
                <td>
                  <LevelMark level={state.level} />{' '}
                  {state.learning_until === undefined
                    ? (silencedText(state) ?? levelName(state.level))
                    : t('alerts.groups.learning', 'learning until {{- day}}', {
                        day: dayText(Date.parse(state.learning_until)),
                      })}
                </td>
                <td>{valueText(state, unit)}</td>
                <td>{state.baseline === null ? '' : formatValue(state.baseline, unit)}</td>
                <td>{numberText(state, watched) ?? ''}</td>
                <td>{state.score === null ? '' : formatValue(state.score, 'percentunit')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontSize: theme.typography.h5.fontSize, margin: theme.spacing(2, 0, 1) }),
  scroll: css({ maxHeight: 360, overflowY: 'auto' }),
});
