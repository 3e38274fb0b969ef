import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { FrameRow } from '../model/frame-rows';
import { formatTime } from '../format/numbers';

interface Props {
  readonly rows: readonly FrameRow[];
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

interface Column {
  readonly title: string;
  readonly read: (row: FrameRow) => string;
  readonly isNumber?: boolean;
}

const columnsOf = (): readonly Column[] => [
  {
    title: t('funnel-panel.calls.column.started', 'Started'),
    read: ({ started_at: at }) => (typeof at === 'number' ? dateTimeFormat(at) : ''),
  },
  {
    title: t('funnel-panel.calls.column.agent', 'Agent'),
    read: (row) => text(row['agent_name']) || text(row['agent']),
  },
  { title: t('funnel-panel.calls.column.caller', 'Caller'), read: (row) => text(row['caller_masked']) },
  {
    title: t('funnel-panel.calls.column.duration', 'Duration'),
    read: ({ duration }) => (typeof duration === 'number' ? formatTime(duration) : ''),
    isNumber: true,
  },
  { title: t('funnel-panel.calls.column.outcome', 'Outcome'), read: (row) => text(row['outcome']) },
  { title: t('funnel-panel.calls.column.end-reason', 'End reason'), read: (row) => text(row['end_reason']) },
  { title: t('funnel-panel.calls.column.source', 'Source'), read: (row) => text(row['source']) },
  { title: t('funnel-panel.calls.column.summary', 'Summary'), read: (row) => text(row['summary']) },
  { title: t('funnel-panel.calls.column.call', 'Call'), read: (row) => text(row['call_id']) },
];

/** Calls, the latest first. Columns in which no call has anything are left out. */
export function CallsTable({ rows }: Props) {
  const styles = useStyles2(getStyles);
  const columns = columnsOf().filter(({ read }) => rows.some((row) => read(row) !== ''));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('funnel-panel.calls.table', 'Calls')}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={text(row['call_id'])}>
              {columns.map(({ title, read, isNumber }) => (
                <td key={title} className={isNumber === true ? styles.number : styles.text} title={read(row)}>
                  {read(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    'th, td': { padding: theme.spacing(0.75, 1.5, 0.75, 0), whiteSpace: 'nowrap', textAlign: 'left' },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
    'tbody tr:hover': { background: theme.colors.action.hover },
  }),
  text: css({ maxWidth: 260, overflow: 'hidden', textOverflow: 'ellipsis' }),
  number: css({ fontVariantNumeric: 'tabular-nums' }),
});
