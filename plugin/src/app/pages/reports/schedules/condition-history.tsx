import { t } from '@grafana/i18n';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { tableStyles } from '../../../controls/table-styles';
import { periodText, timeText } from '../model/time-texts';
import { readScheduleHistory } from './schedules-api';

const DAYS = 90;
/** The latest are listed. */
const SHOWN = 15;

interface Props {
  readonly schedule: Schedule;
  readonly report: Report;
}

/** How often the condition of a schedule would have held. */
export function ConditionHistory({ schedule, report }: Props) {
  const tables = useStyles2(tableStyles);
  const { data, error } = useQuery({
    queryKey: ['schedule-history', schedule.id, schedule.version],
    queryFn: () => readScheduleHistory(schedule.id, DAYS),
    retry: false,
  });
  if (error !== null) {
    return (
      <Alert severity="error" title={t('reports.past.failed', 'It could not be looked up')}>
        {error.message}
      </Alert>
    );
  }
  if (data === undefined) return <LoadingPlaceholder text={t('reports.past.loading', 'Looking it up…')} />;
  return (
    <div>
      <p role="status">
        {t(
          'reports.past.count',
          'In the last {{- days}} days it would have been sent {{- sent}} of {{- planned}} times.',
          {
            days: data.days,
            sent: data.would_send,
            planned: data.planned,
          },
        )}
      </p>
      <div className={tables.scroll}>
        <table className={tables.table} style={{ minWidth: 0 }}>
          <thead>
            <tr>
              <th scope="col">{t('reports.next.run', 'Run')}</th>
              <th scope="col">{t('reports.next.period', 'About')}</th>
              <th scope="col">{t('reports.past.value', 'Value')}</th>
              <th scope="col">{t('reports.past.sent', 'Sent')}</th>
            </tr>
          </thead>
          <tbody>
            {[...data.runs]
              .sort((a, b) => Date.parse(b.planned_at) - Date.parse(a.planned_at))
              .slice(0, SHOWN)
              .map(({ planned_at: at, period, value, would_send: isSent }) => (
                <tr key={at}>
                  <td>{timeText(at, schedule.timezone)}</td>
                  <td>{periodText(period, report.timezone)}</td>
                  <td>{value?.toLocaleString()}</td>
                  <td>{isSent ? t('reports.past.yes', 'yes') : t('reports.past.no', 'no')}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
