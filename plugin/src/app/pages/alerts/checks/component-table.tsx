import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Component } from '@callsight/contract/monitoring/check';
import { timeText } from '../model/time-texts';
import { tableStyles } from '../../../controls/table-styles';
import { StatusMark } from './status-mark';

const ORDER = ['down', 'degraded', 'up'];

interface Props {
  readonly components: readonly Component[];
  readonly now: number;
}

/** How every component is, as it was reported last: by checks, by events, and by the service itself. */
export function ComponentTable({ components, now }: Props) {
  const styles = useStyles2(tableStyles);
  const sorted = [...components].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.component.localeCompare(b.component),
  );
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('alerts.components.component', 'Component')}</th>
            <th scope="col">{t('alerts.components.status', 'Status')}</th>
            <th scope="col">{t('alerts.components.since', 'Since')}</th>
            <th scope="col">{t('alerts.components.reason', 'Why')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ component, status, since, reason, suppressed_by: by }) => (
            <tr key={component}>
              <th scope="row">{component}</th>
              <td>
                <StatusMark status={status} />
              </td>
              <td>{timeText(Date.parse(since), now)}</td>
              <td>
                {by === null
                  ? reason
                  : t('alerts.components.suppressed', 'needs {{- component}}, which is down', { component: by })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
