import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2 } from '@grafana/ui';
import type { CheckResult } from '@callsight/contract/monitoring/check';
import { timeText } from '../model/time-texts';
import { statusName, StatusMark } from './status-mark';

interface Props {
  /** The latest first. */
  readonly results: readonly CheckResult[];
}

/** What a run found beside its status: how long it took, and why it is not up. */
function foundText({ latency_ms: latency, reason }: CheckResult): string {
  const parts = latency === null ? [] : [t('alerts.result.latency', '{{- ms}} ms', { ms: Math.round(latency) })];
  return [...parts, ...(reason === null ? [] : [reason])].join(', ');
}

/** A run in words. */
function resultText(result: CheckResult): string {
  const words = [statusName(result.status), foundText(result)].filter((text) => text !== '').join(', ');
  return `${timeText(Date.parse(result.at), Date.now())}: ${words}`;
}

/** The last results of a check as small bars, the latest at the right; what the last one found stands in words. */
export function ResultStrip({ results }: Props) {
  const styles = useStyles2(getStyles);
  const [last] = results;
  if (last === undefined) {
    return <span className={styles.quiet}>{t('alerts.result.none', 'no result since the service started')}</span>;
  }
  return (
    <div className={styles.result}>
      <span>
        <StatusMark status={last.status} /> <span className={styles.quiet}>{foundText(last)}</span>
      </span>
      <div
        className={styles.strip}
        role="img"
        aria-label={t('alerts.result.strip', 'The last {{- number}} results', { number: results.length })}
      >
        {[...results].reverse().map((result) => (
          <Tooltip key={result.planned_at} content={resultText(result)}>
            <span className={cx(styles.bar, styles[result.status])} />
          </Tooltip>
        ))}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  result: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
  quiet: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  strip: css({ display: 'flex', gap: 2, height: 16 }),
  bar: css({ width: 5, borderRadius: 1 }),
  up: css({ background: theme.colors.success.main }),
  degraded: css({ background: theme.colors.warning.main }),
  down: css({ background: theme.colors.error.main }),
});
