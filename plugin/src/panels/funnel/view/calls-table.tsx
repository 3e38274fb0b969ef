import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { FrameRow } from '../model/frame-rows';
import { formatTime } from '../words/format';

interface Props {
  readonly rows: readonly FrameRow[];
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

interface Column {
  readonly title: string;
  readonly read: (row: FrameRow) => string;
  readonly isNumber?: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: 'Started', read: ({ started_at: at }) => (typeof at === 'number' ? dateTimeFormat(at) : '') },
  { title: 'Agent', read: (row) => text(row['agent_name']) || text(row['agent']) },
  { title: 'Caller', read: (row) => text(row['caller_masked']) },
  {
    title: 'Duration',
    read: ({ duration }) => (typeof duration === 'number' ? formatTime(duration) : ''),
    isNumber: true,
  },
  { title: 'Outcome', read: (row) => text(row['outcome']) },
  { title: 'End reason', read: (row) => text(row['end_reason']) },
  { title: 'Source', read: (row) => text(row['source']) },
  { title: 'Summary', read: (row) => text(row['summary']) },
  { title: 'Call', read: (row) => text(row['call_id']) },
];

/** Calls, the latest first. Columns in which no call has anything are left out. */
export function CallsTable({ rows }: Props) {
  const styles = useStyles2(getStyles);
  const columns = COLUMNS.filter(({ read }) => rows.some((row) => read(row) !== ''));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Calls">
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
