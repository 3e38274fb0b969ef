import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { PlannedRun } from '@callsight/contract/reports/schedule';
import { tableStyles } from '../../../controls/table-styles';
import { periodText, timeText } from '../model/time-texts';

interface Props {
  readonly next: readonly PlannedRun[];
  /** IANA zone of the schedule. */
  readonly timezone: string;
  /** IANA zone of the report, in which its periods are. */
  readonly reportZone: string;
}

/** The next runs: each with its time, what that is to UTC, and the period that it is about. */
export function NextRuns({ next, timezone, reportZone }: Props) {
  const tables = useStyles2(tableStyles);
  if (next.length === 0) return <p>{t('reports.next.none', 'It does not run again.')}</p>;
  return (
    <div className={tables.scroll}>
      <table className={tables.table} style={{ minWidth: 0 }}>
        <thead>
          <tr>
            <th scope="col">{t('reports.next.run', 'Run')}</th>
            <th scope="col">{t('reports.next.offset', 'UTC')}</th>
            <th scope="col">{t('reports.next.period', 'About')}</th>
          </tr>
        </thead>
        <tbody>
          {next.map(({ planned_at: at, utc_offset: offset, period }) => (
            <tr key={at}>
              <td style={{ whiteSpace: 'nowrap' }}>{timeText(at, timezone)}</td>
              <td>{offset}</td>
              <td>{periodText(period, reportZone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
